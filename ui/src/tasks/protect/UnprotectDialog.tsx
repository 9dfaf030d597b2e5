import { useState } from "react";
import { commands } from "../../core/bindings";
import { words } from "../../core/words";
import { besideField, WRONG_PASSPHRASE } from "../../shared/beside";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { PassphraseField } from "../../shared/PassphraseField";
import { useSay } from "../../shared/Toasts";
import { Sealing } from "./Sealing";
import { useLost } from "./useLost";
import { useSealing } from "./useSealing";

type Props = { opened: boolean; onClose: () => void };

/** Takes all users off the project, and decrypts it. */
export function UnprotectDialog({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={words("protect.unprotect.title")} onClose={onClose}>
      <Unprotecting onClose={onClose} />
    </Dialog>
  );
}

function Unprotecting({ onClose }: Omit<Props, "opened">) {
  const sealing = useSealing();
  const [passphrase, setPassphrase] = useState("");
  const say = useSay();
  const sayLost = useLost();
  const { beside, other } = besideField(sealing.failure, WRONG_PASSPHRASE);

  if (sealing.busy) {
    const text = words("protect.sealing.unprotects");
    return <Sealing text={text} share={sealing.share} onStop={sealing.stop} />;
  }
  const send = () =>
    void sealing.send(
      () => commands.unprotectProject(passphrase),
      (unreadable) => {
        say.done(words("protect.unprotect.done"));
        sayLost(unreadable);
        onClose();
      },
    );
  return (
    <DialogForm
      action={words("protect.unprotect.action")}
      testId="confirm-unprotect"
      danger
      ready={passphrase !== ""}
      busy={sealing.busy}
      failure={other}
      onSend={send}
      onClose={onClose}
    >
      {sealing.stopped && <p role="status">{words("protect.sealing.stopped")}</p>}
      <p>{words("protect.unprotect.text")}</p>
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
