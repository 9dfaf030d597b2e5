import { Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { commands, type StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { useSay } from "../../shared/Toasts";
import { useForm } from "../../shared/useForm";

type Props = { study: StudyView; opened: boolean; onClose: () => void };

/** Notes the key that a reader signs with, before anything of theirs is merged. */
export function EnrolDialog({ study, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={words("study.enrol.title")} onClose={onClose}>
      {opened && <Enrolling study={study} onClose={onClose} />}
    </Dialog>
  );
}

function Enrolling({ study, onClose }: Omit<Props, "opened">) {
  const codes = study.readers.map(({ code }) => code);
  const [reader, setReader] = useState<string | null>(
    codes.length === 1 ? (codes[0] ?? null) : null,
  );
  const [key, setKey] = useState("");
  const form = useForm();
  const say = useSay();
  const known = study.readers.find(({ code }) => code === reader)?.fingerprint;
  const send = () => {
    if (reader === null) return;
    void form.send(
      () => commands.enrolReader(study.id, reader, key.trim()),
      () => {
        say.done(words("study.enrol.done", { reader }));
        onClose();
      },
    );
  };
  return (
    <DialogForm
      action={words("study.enrol.action")}
      testId="confirm-enrol"
      ready={reader !== null && key.trim() !== ""}
      busy={form.busy}
      failure={form.failure}
      onSend={send}
      onClose={onClose}
    >
      <p>{words("study.enrol.text")}</p>
      <Select
        label={words("study.reader")}
        data={codes}
        value={reader}
        onChange={setReader}
        data-testid="enrol-code"
        data-autofocus
      />
      {known && <p role="status">{words("study.enrol.known", { code: known })}</p>}
      <Textarea
        label={words("study.enrol.key")}
        description={words("study.enrol.keyHint")}
        value={key}
        autosize
        minRows={2}
        onChange={(event) => setKey(event.currentTarget.value)}
        data-testid="enrol-key"
      />
    </DialogForm>
  );
}
