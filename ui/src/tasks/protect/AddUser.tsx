import { Radio } from "@mantine/core";
import { useState } from "react";
import { commands, type RoleView } from "../../core/bindings";
import { ROLES, roleMay, roleTitle } from "../../core/people";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { NewPassphrase } from "../../shared/NewPassphrase";
import { useSay } from "../../shared/Toasts";
import { useForm } from "../../shared/useForm";
import { useNewPassphrase } from "../../shared/useNewPassphrase";
import { NameField } from "./NameField";
import styles from "./ProtectionPage.module.css";

type Props = { opened: boolean; onClose: () => void };

/** Names a user: who, what for, and their first passphrase. */
export function AddUser({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={words("protect.add.title")} size="lg" onClose={onClose}>
      <Adding onClose={onClose} />
    </Dialog>
  );
}

function Adding({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<RoleView>("reader");
  const pass = useNewPassphrase();
  const form = useForm();
  const say = useSay();
  const send = () =>
    void form.send(
      () => commands.addUser({ name: name.trim(), role, passphrase: pass.passphrase }),
      () => {
        say.done(words("protect.add.done", { name: name.trim() }));
        onClose();
      },
    );
  return (
    <DialogForm
      action={words("protect.add.action")}
      testId="confirm-add"
      ready={name.trim() !== "" && pass.usable}
      busy={form.busy}
      failure={form.failure}
      onSend={send}
      onClose={onClose}
    >
      <NameField
        label={words("protect.name")}
        description={words("protect.add.nameHint")}
        value={name}
        onChange={setName}
      />
      <Radio.Group
        label={words("protect.role")}
        value={role}
        onChange={(chosen) => setRole(ROLES.find((known) => known === chosen) ?? role)}
      >
        <div className={styles.roles}>
          {ROLES.map((known) => (
            <Radio
              key={known}
              value={known}
              label={roleTitle(known)}
              description={roleMay(known)}
              data-testid={`role-${known}`}
            />
          ))}
        </div>
      </Radio.Group>
      <NewPassphrase
        label={words("protect.add.passphrase")}
        description={words("protect.add.passphraseHint")}
        {...pass.fields}
      />
    </DialogForm>
  );
}
