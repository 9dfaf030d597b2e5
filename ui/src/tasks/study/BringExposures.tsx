import { Button, Group, Select } from "@mantine/core";
import { Fragment, useState } from "react";
import {
  type BroughtView,
  commands,
  type ExposureFileView,
  type SameReader,
} from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { count, moment } from "../../shared/numbers";
import { useForm } from "../../shared/useForm";
import own from "./ExposureDrawer.module.css";
import { LinkingWord } from "./LinkingWord";
import styles from "./Study.module.css";

type Props = { opened: boolean; onClose: () => void };

/** Brings in what readers saw in another project: a file, who is who, and what came of it. */
export function BringExposures({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} size="lg" title={words("study.exposure.bring.title")} onClose={onClose}>
      {opened && <Bringing onClose={onClose} />}
    </Dialog>
  );
}

function Bringing({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<ExposureFileView | null>(null);
  const [brought, setBrought] = useState<BroughtView | null>(null);
  const form = useForm();
  if (brought) return <Brought brought={brought} onClose={onClose} />;
  if (file) return <WhoIsWho file={file} onBrought={setBrought} onClose={onClose} />;
  const send = () =>
    void form.send(
      () => commands.chooseExposures(),
      (chosen) => chosen && setFile(chosen),
    );
  return (
    <DialogForm
      action={words("study.exposure.bring.choose")}
      testId="choose-exposures"
      ready
      busy={form.busy}
      failure={form.failure}
      onSend={send}
      onClose={onClose}
    >
      <p>{words("study.exposure.bring.text")}</p>
    </DialogForm>
  );
}

type Deciding = {
  file: ExposureFileView;
  onBrought: (brought: BroughtView) => void;
  onClose: () => void;
};

/** Who each reader there is here: the coordinator knows, a code does not. */
function WhoIsWho({ file, onBrought, onClose }: Deciding) {
  const [same, setSame] = useState<SameReader[]>(
    file.readers.map(({ reader, here }) => ({ reader, person: here })),
  );
  const [word, setWord] = useState("");
  const form = useForm();
  const choose = (reader: string, person: string | null) =>
    setSame(same.map((one) => (one.reader === reader ? { reader, person } : one)));
  return (
    <DialogForm
      action={words("study.exposure.bring.action")}
      testId="confirm-bring-exposures"
      ready
      busy={form.busy}
      failure={form.failure}
      onSend={() => void form.send(() => commands.bringExposures(word, same), onBrought)}
      onClose={onClose}
    >
      <p>
        {words("study.exposure.bring.from", { project: file.project, at: moment(file.madeAt) })}{" "}
        {words("study.exposure.bring.whoText")}
      </p>
      <Notes notes={file.notes} />
      <div className={own.rows}>
        {file.readers.map(({ reader, n }, at) => (
          <Fragment key={reader}>
            <p id={`there-${at}`}>
              {words("study.exposure.bring.there", { reader, count: n, n: count(n) })}
            </p>
            <Select
              aria-labelledby={`there-${at}`}
              data={file.known}
              value={same[at]?.person ?? null}
              placeholder={words("study.exposure.bring.nobody")}
              clearable
              onChange={(person) => choose(reader, person)}
              data-testid={`here-${reader}`}
              {...(at === 0 ? { "data-autofocus": true } : {})}
            />
          </Fragment>
        ))}
      </div>
      {file.namesPatients && (
        <LinkingWord
          description={words("study.exposure.bring.wordHint")}
          value={word}
          onChange={setWord}
        />
      )}
    </DialogForm>
  );
}

function Brought({ brought, onClose }: { brought: BroughtView; onClose: () => void }) {
  const { nNew, nKnown, nNobody, nSamePatients } = brought;
  const told = [
    words("study.exposure.bring.new", { count: nNew, n: count(nNew) }),
    nKnown > 0 && words("study.exposure.bring.known", { count: nKnown, n: count(nKnown) }),
    nNobody > 0 && words("study.exposure.bring.left", { count: nNobody, n: count(nNobody) }),
    nSamePatients > 0 &&
      words("study.exposure.bring.same", { count: nSamePatients, n: count(nSamePatients) }),
  ];
  return (
    <div className={styles.dialog} data-testid="brought">
      <p role="status">{told.filter(Boolean).join(" ")}</p>
      <Notes notes={brought.notes} />
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus data-testid="brought-close">
          {words("action.close")}
        </Button>
      </Group>
    </div>
  );
}

function Notes({ notes }: { notes: string[] }) {
  if (notes.length === 0) return null;
  return (
    <ul className={own.notes} data-testid="exposure-notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
