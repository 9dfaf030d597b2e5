import { Group } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import styles from "./DialogForm.module.css";
import { FailureNote } from "./FailureNote";
import { FormButtons } from "./FormButtons";

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
  const { ready, busy, failure, onSend, onClose, children, ...buttons } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onSend();
  };
  return (
    <form onSubmit={submit} className={styles.form}>
      {children}
      <FailureNote failure={failure} />
      <Group justify="flex-end" gap="xs" mt={4}>
        <FormButtons {...buttons} ready={ready} busy={busy} onCancel={onClose} />
      </Group>
    </form>
  );
}
