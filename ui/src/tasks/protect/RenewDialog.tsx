import { useState } from "react";
import { commands, type RecoveryView } from "../../core/bindings";
import { words } from "../../core/words";
import { besideField, WRONG_PASSPHRASE } from "../../shared/beside";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { PassphraseField } from "../../shared/PassphraseField";
import { useForm } from "../../shared/useForm";

type Props = { opened: boolean; onClose: () => void; onMade: (recovery: RecoveryView) => void };

/** Makes another recovery key. */
export function RenewDialog({ opened, onClose, onMade }: Props) {
  return (
    <Dialog opened={opened} title={words("protect.renew.title")} onClose={onClose}>
      <Renewing onClose={onClose} onMade={onMade} />
    </Dialog>
  );
}

function Renewing({ onClose, onMade }: Omit<Props, "opened">) {
  const [passphrase, setPassphrase] = useState("");
  const form = useForm();
  const { beside, other } = besideField(form.failure, WRONG_PASSPHRASE);
  return (
    <DialogForm
      action={words("protect.renew.action")}
      testId="confirm-renew"
      ready={passphrase !== ""}
      busy={form.busy}
      failure={other}
      onSend={() => void form.send(() => commands.renewRecovery(passphrase), onMade)}
      onClose={onClose}
    >
      <p>{words("protect.renew.text")}</p>
      <PassphraseField
        label={words("pass.yours")}
        value={passphrase}
        error={beside}
        autoFocus
        onChange={setPassphrase}
        testId="your-passphrase"
      />
    </DialogForm>
  );
}
