import { Button, Group } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { words } from "../core/words";
import styles from "./DialogForm.module.css";
import { FailureNote } from "./FailureNote";

type Props = {
  /** What the button says. */
  action: string;
  testId: string;
  /** Whether it can be sent as it is. */
  ready: boolean;
  busy: boolean;
  failure: unknown;
  /** Whether something is lost. */
  danger?: boolean;
  /** Whether there is nothing to fill in: then a hasty Enter does nothing. */
  asksOnly?: boolean;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** The fields of a dialog, what went wrong with them, and the two ways on. */
export function DialogForm(props: Props) {
  const { action, testId, ready, busy, failure, onSend, onClose, children } = props;
  const { danger = false, asksOnly = false } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onSend();
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      {children}
      <FailureNote failure={failure} />
      <Group justify="flex-end" gap="xs" mt={4}>
        <Button
          variant="default"
          onClick={onClose}
          {...(asksOnly ? { "data-autofocus": true } : {})}
        >
          {words("action.cancel")}
        </Button>
        <Button
          type="submit"
          {...(danger ? { color: "red" } : {})}
          disabled={!ready}
          loading={busy}
          data-testid={testId}
        >
          {action}
        </Button>
      </Group>
    </form>
  );
}
