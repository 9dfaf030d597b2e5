import { Button, Select } from "@mantine/core";
import { Fragment, useState } from "react";
import { commands, type LedgerView } from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { useForm } from "../../shared/useForm";
import own from "./ExposureDrawer.module.css";

type Props = { ledger: LedgerView; opened: boolean; onClose: () => void };

/** Says that two codes are one person's, and takes it back. */
export function SamePerson({ ledger, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={words("study.exposure.same.title")} onClose={onClose}>
      {opened && <Naming ledger={ledger} onClose={onClose} />}
    </Dialog>
  );
}

function Naming({ ledger, onClose }: Omit<Props, "opened">) {
  const [reader, setReader] = useState<string | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const form = useForm();
  const name = (code: string, other: string | null, then: () => void) =>
    void form.send(() => commands.namePerson(code, other), then);
  return (
    <DialogForm
      action={words("study.exposure.same.action")}
      testId="confirm-same-person"
      ready={reader !== null && person !== null && reader !== person}
      busy={form.busy}
      failure={form.failure}
      onSend={() => reader !== null && name(reader, person, onClose)}
      onClose={onClose}
    >
      <p>{words("study.exposure.same.text")}</p>
      {ledger.same.length > 0 && (
        <div className={own.rows}>
          {ledger.same.map(({ reader: code, person: other }) => (
            <Fragment key={code}>
              <p>{words("study.exposure.isPerson", { reader: code, person: other })}</p>
              <Button
                variant="default"
                onClick={() => name(code, null, () => undefined)}
                data-testid={`apart-${code}`}
              >
                {words("study.exposure.same.undo")}
              </Button>
            </Fragment>
          ))}
        </div>
      )}
      <Select
        label={words("study.exposure.same.code")}
        data={ledger.readers}
        value={reader}
        onChange={setReader}
        data-autofocus
        data-testid="same-code"
      />
      <Select
        label={words("study.exposure.same.person")}
        data={ledger.readers.filter((code) => code !== reader)}
        value={person}
        onChange={setPerson}
        data-testid="same-other"
      />
    </DialogForm>
  );
}
