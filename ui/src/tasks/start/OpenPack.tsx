import { Button, Group, Modal, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";

type Props = {
  opened: boolean;
  busy: boolean;
  failure: unknown;
  onClose: () => void;
  /** Says whether the pack was opened. */
  onOpen: (passphrase: string) => Promise<boolean>;
};

/** Asks a reader for the passphrase of a study pack; the system then asks for its file. */
export function OpenPack({ opened, busy, failure, onClose, onOpen }: Props) {
  const [passphrase, setPassphrase] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== "" && !busy) await onOpen(passphrase);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words("start.pack.title")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <form onSubmit={submit}>
        <PasswordInput
          label={words("start.pack.passphrase")}
          description={words("start.pack.hint")}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          maxLength={500}
          data-autofocus
          data-testid="pack-passphrase"
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
            disabled={passphrase === ""}
            loading={busy}
            data-testid="choose-pack"
          >
            {words("start.pack.choose")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
