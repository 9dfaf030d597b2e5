import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { count } from "../../shared/numbers";
import { namesIt } from "./exporting";

type Props = {
  opened: boolean;
  study: StudyView;
  toCome: number;
  onClose: () => void;
  onConfirm: () => void;
};

/** Lets the truth out only after the study was named: afterwards nobody can be blinded again. */
export function ConfirmTruth({ opened, study, toCome, onClose, onConfirm }: Props) {
  const [typed, setTyped] = useState("");
  const named = namesIt(typed, study.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!named) return;
    setTyped("");
    onConfirm();
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words("export.confirmTitle", { name: study.name })}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <form onSubmit={submit}>
        <p style={{ marginTop: 0 }}>{words("export.confirmText")}</p>
        {toCome > 0 && (
          <p role="alert">
            <strong>{words("export.confirmToCome", { count: toCome, n: count(toCome) })}</strong>{" "}
            {words("export.confirmEarly")}
          </p>
        )}
        <TextInput
          label={words("export.confirmName", { name: study.name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
          data-testid="confirm-name"
        />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={onClose}>
            {words("action.cancel")}
          </Button>
          <Button type="submit" color="red" disabled={!named} data-testid="confirm-truth">
            {words("export.confirm")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
