import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { commands, type RecoveryView } from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { NewPassphrase } from "../../shared/NewPassphrase";
import { useNewPassphrase } from "../../shared/useNewPassphrase";
import { NameField } from "./NameField";
import styles from "./ProtectionPage.module.css";
import { Sealing } from "./Sealing";
import { useSealing } from "./useSealing";

type Props = { opened: boolean; onClose: () => void; onMade: (recovery: RecoveryView) => void };

/** Gives the project its first user, who coordinates it, and encrypts it. */
export function ProtectDialog({ opened, onClose, onMade }: Props) {
  return (
    <Dialog opened={opened} title={words("protect.start.title")} onClose={onClose}>
      <Protecting onClose={onClose} onMade={onMade} />
    </Dialog>
  );
}

function Protecting({ onClose, onMade }: Omit<Props, "opened">) {
  const sealing = useSealing();
  const [name, setName] = useState("");
  const pass = useNewPassphrase();
  const [encrypt, setEncrypt] = useState(true);

  if (sealing.busy) {
    const text = words(encrypt ? "protect.sealing.encrypts" : "protect.sealing.protects");
    return <Sealing text={text} share={sealing.share} onStop={sealing.stop} />;
  }
  const send = () =>
    void sealing.send(
      () => commands.protectProject({ name: name.trim(), passphrase: pass.passphrase, encrypt }),
      onMade,
    );
  return (
    <DialogForm
      action={words("protect.start.action")}
      testId="confirm-protect"
      ready={name.trim() !== "" && pass.usable}
      busy={sealing.busy}
      failure={sealing.failure}
      onSend={send}
      onClose={onClose}
    >
      {sealing.stopped && <p role="status">{words("protect.sealing.stopped")}</p>}
      <NameField
        label={words("protect.start.name")}
        description={words("protect.start.nameHint")}
        value={name}
        onChange={setName}
      />
      <NewPassphrase {...pass.fields} />
      <Checkbox
        label={words("protect.start.encrypt")}
        description={words("protect.start.encryptHint")}
        checked={encrypt}
        onChange={(event) => setEncrypt(event.currentTarget.checked)}
        data-testid="encrypt"
      />
      <p className={styles.mute}>{words("protect.start.next")}</p>
    </DialogForm>
  );
}
