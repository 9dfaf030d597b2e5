import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";

type Props = {
  opened: boolean;
  busy: boolean;
  failure: unknown;
  onClose: () => void;
  /** Says whether the project was made. */
  onCreate: (name: string) => Promise<boolean>;
};

/** Asks for a project's name; the system then asks for its folder. */
export function NewProject({ opened, busy, failure, onClose, onCreate }: Props) {
  const [name, setName] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "" && !busy) await onCreate(name.trim());
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words("start.new")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <form onSubmit={submit}>
        <TextInput
          label={words("start.name")}
          description={words("start.nameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={120}
          data-autofocus
          data-testid="project-name"
        />
        <div style={{ marginTop: 12 }}>
          <FailureNote failure={failure} />
        </div>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {words("action.cancel")}
          </Button>
          <Button
            type="submit"
            disabled={name.trim() === ""}
            loading={busy}
            data-testid="create-project"
          >
            {words("start.choosePlace")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
