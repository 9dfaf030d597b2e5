import { commands } from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { useSay } from "../../shared/Toasts";
import { useForm } from "../../shared/useForm";
import styles from "./ProtectionPage.module.css";

type Props = { name: string | null; you: string; onClose: () => void };

/** Takes a user off the project, after it was said what that means. */
export function RemoveUser({ name, you, onClose }: Props) {
  return (
    <Dialog
      opened={name !== null}
      title={words("protect.remove.title", { name: name ?? "" })}
      onClose={onClose}
    >
      {name !== null && <Removing name={name} own={name === you} onClose={onClose} />}
    </Dialog>
  );
}

function Removing({ name, own, onClose }: { name: string; own: boolean; onClose: () => void }) {
  const form = useForm();
  const say = useSay();
  const send = () =>
    void form.send(
      () => commands.removeUser(name),
      () => {
        if (!own) say.done(words("protect.remove.done", { name }));
        onClose();
      },
    );
  return (
    <DialogForm
      action={words("protect.remove.action")}
      testId="confirm-remove"
      danger
      asksOnly
      ready
      busy={form.busy}
      failure={form.failure}
      onSend={send}
      onClose={onClose}
    >
      <p>{words("protect.remove.text", { name })}</p>
      {own && (
        <p role="alert" className={styles.warn}>
          {words("protect.remove.own")}
        </p>
      )}
    </DialogForm>
  );
}
