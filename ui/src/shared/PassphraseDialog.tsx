import { useState } from "react";
import { commands } from "../core/bindings";
import { words } from "../core/words";
import { besideField, WRONG_PASSPHRASE } from "./beside";
import { Dialog } from "./Dialog";
import { DialogForm } from "./DialogForm";
import { NewPassphrase } from "./NewPassphrase";
import { PassphraseField } from "./PassphraseField";
import { useSay } from "./Toasts";
import { useForm } from "./useForm";
import { useNewPassphrase } from "./useNewPassphrase";

type Props = {
  /** Whose passphrase; nobody's: the dialog is closed. */
  name: string | null;
  /** Who is there. */
  you: string;
  onClose: () => void;
};

/** Gives somebody another passphrase. Who does it proves first who they are. */
export function PassphraseDialog({ name, you, onClose }: Props) {
  const title = name === you ? words("pass.change") : words("pass.setOf", { name: name ?? "" });
  return (
    <Dialog opened={name !== null} title={title} onClose={onClose}>
      {name !== null && <Changing name={name} own={name === you} onClose={onClose} />}
    </Dialog>
  );
}

function Changing({ name, own, onClose }: { name: string; own: boolean; onClose: () => void }) {
  const [yours, setYours] = useState("");
  const pass = useNewPassphrase();
  const form = useForm();
  const say = useSay();
  const { beside, other } = besideField(form.failure, WRONG_PASSPHRASE);
  const send = () =>
    void form.send(
      () => commands.setPassphrase(name, yours, pass.passphrase),
      () => {
        say.done(own ? words("pass.changed") : words("pass.changedOf", { name }));
        onClose();
      },
    );
  return (
    <DialogForm
      action={words("pass.action")}
      testId="set-passphrase"
      ready={yours !== "" && pass.usable}
      busy={form.busy}
      failure={other}
      onSend={send}
      onClose={onClose}
    >
      {!own && <p>{words("pass.tell", { name })}</p>}
      <PassphraseField
        label={words(own ? "pass.now" : "pass.yours")}
        {...(own ? {} : { description: words("pass.yoursHint") })}
        value={yours}
        error={beside}
        autoFocus
        onChange={setYours}
        testId="your-passphrase"
      />
      <NewPassphrase
        label={own ? words("pass.new") : words("pass.newOf", { name })}
        {...pass.fields}
      />
    </DialogForm>
  );
}
