import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { useForm } from "../../shared/useForm";
import styles from "./Study.module.css";

type Props = { study: StudyView; opened: boolean; onClose: () => void };

/** Tells what one case is, in an emergency, with a reason that stays on record. */
export function RevealDialog({ study, opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words("study.reveal.title")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {opened && <Revealing study={study} onClose={onClose} />}
    </Modal>
  );
}

function Revealing({ study, onClose }: Omit<Props, "opened">) {
  const [caseId, setCaseId] = useState("");
  const [reason, setReason] = useState("");
  const [told, setTold] = useState<string | null>(null);
  const form = useForm();
  const ready = caseId.trim() !== "" && reason.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !form.busy)
      void form.send(() => commands.revealCase(study.id, caseId.trim(), reason.trim()), setTold);
  };

  if (told !== null) {
    return (
      <div className={styles.dialog}>
        <p role="status" data-testid="revealed">
          <strong>{told}</strong>
        </p>
        <p className={styles.mute}>{words("study.reveal.kept")}</p>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            {words("action.close")}
          </Button>
        </Group>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className={styles.dialog}>
      <p>{words("study.reveal.text")}</p>
      <TextInput
        label={words("study.reveal.case")}
        description={words("study.reveal.caseHint")}
        value={caseId}
        onChange={(event) => setCaseId(event.currentTarget.value)}
        data-autofocus
        data-testid="case-id"
      />
      <Textarea
        label={words("study.ask.reason")}
        description={words("study.ask.reasonHint")}
        value={reason}
        autosize
        minRows={2}
        maxLength={2000}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-testid="reason"
      />
      <FailureNote failure={form.failure} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words("action.cancel")}
        </Button>
        <Button
          type="submit"
          color="red"
          disabled={!ready}
          loading={form.busy}
          data-testid="confirm"
        >
          {words("study.reveal.action")}
        </Button>
      </Group>
    </form>
  );
}
