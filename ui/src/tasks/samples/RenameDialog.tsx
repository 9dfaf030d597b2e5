import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type SetView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { useForm } from "../../shared/useForm";

type Props = { set: SetView; onClose: () => void };

/** Gives a set another name. */
export function RenameDialog({ set, onClose }: Props) {
  const [name, setName] = useState(set.name);
  const form = useForm();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    void form.send(() => commands.renameSet(set.id, name.trim()), onClose);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words("samples.renameNamed", { name: set.name })}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={words("import.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          data-autofocus
        />
        <FailureNote failure={form.failure} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {words("action.cancel")}
          </Button>
          <Button type="submit" loading={form.busy} disabled={name.trim() === ""}>
            {words("samples.rename")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
