import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { useForm } from "../../shared/useForm";
import { namesIt } from "./life";
import styles from "./Study.module.css";

/** Something that cannot be undone, and what has to be said before it is done. */
export type Ask = {
  title: string;
  text: string;
  /** A second thought, shown as a warning. */
  warning?: string | undefined;
  /** What the button says. */
  action: string;
  /** Whether a reason is asked for; `needed`: it cannot be left out. */
  reason?: "needed" | "optional";
  /** What has to be typed before: the name of what goes. */
  name?: string;
  /** Whether something is lost. */
  danger?: boolean;
  send: (reason: string) => Promise<void>;
};

type Props = { ask: Ask | null; onClose: () => void };

/** Asks before something that cannot be undone, in a dialog of its own. */
export function AskDialog({ ask, onClose }: Props) {
  return (
    <Modal
      opened={ask !== null}
      onClose={onClose}
      title={ask?.title}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {ask && <Asking key={ask.title} ask={ask} onClose={onClose} />}
    </Modal>
  );
}

function Asking({ ask, onClose }: { ask: Ask; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const form = useForm();
  const hasReason = ask.reason !== "needed" || reason.trim() !== "";
  const isNamed = ask.name === undefined || namesIt(typed, ask.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (hasReason && isNamed && !form.busy) void form.send(() => ask.send(reason.trim()), onClose);
  };
  return (
    <form onSubmit={submit} className={styles.dialog}>
      <p>{ask.text}</p>
      {ask.warning && (
        <p role="alert" className={styles.warn}>
          {ask.warning}
        </p>
      )}
      {ask.reason && (
        <Textarea
          label={words(ask.reason === "needed" ? "study.ask.reason" : "study.ask.reasonOptional")}
          description={words("study.ask.reasonHint")}
          value={reason}
          autosize
          minRows={2}
          maxLength={2000}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
          data-testid="reason"
        />
      )}
      {ask.name !== undefined && (
        <TextInput
          label={words("study.ask.name", { name: ask.name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          {...(ask.reason ? {} : { "data-autofocus": true })}
          data-testid="confirm-name"
        />
      )}
      <FailureNote failure={form.failure} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words("action.cancel")}
        </Button>
        <Button
          type="submit"
          {...(ask.danger ? { color: "red" } : {})}
          disabled={!hasReason || !isNamed}
          loading={form.busy}
          data-testid="confirm"
        >
          {ask.action}
        </Button>
      </Group>
    </form>
  );
}
