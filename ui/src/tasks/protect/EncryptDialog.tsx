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

type Props = { to: boolean | null; onClose: () => void };

/** Encrypts the project or decrypts it; its users stay. */
export function EncryptDialog({ to, onClose }: Props) {
  return (
    <Dialog
      opened={to !== null}
      title={words(to === false ? "protect.decrypt.title" : "protect.encrypt.title")}
      onClose={onClose}
    >
      {to !== null && <Encrypting to={to} onClose={onClose} />}
    </Dialog>
  );
}

function Encrypting({ to, onClose }: Props & { to: boolean }) {
  const sealing = useSealing();
  const [passphrase, setPassphrase] = useState("");
  const say = useSay();
  const sayLost = useLost();
  const { beside, other } = besideField(sealing.failure, WRONG_PASSPHRASE);
  const how = to ? "encrypt" : "decrypt";

  if (sealing.busy) {
    const text = words(`protect.sealing.${how}s`);
    return <Sealing text={text} share={sealing.share} onStop={sealing.stop} />;
  }
  const send = () =>
    void sealing.send(
      () => commands.setEncrypted(to, passphrase),
      (unreadable) => {
        say.done(words(`protect.${how}.done`));
        sayLost(unreadable);
        onClose();
      },
    );
  return (
    <DialogForm
      action={words(`protect.${how}.action`)}
      testId={`confirm-${how}`}
      ready={passphrase !== ""}
      busy={sealing.busy}
      failure={other}
      onSend={send}
      onClose={onClose}
    >
      {sealing.stopped && <p role="status">{words("protect.sealing.stopped")}</p>}
      <p>{words(`protect.${how}.text`)}</p>
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
