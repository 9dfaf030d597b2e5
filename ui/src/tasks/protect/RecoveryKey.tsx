import { Button, Checkbox, Group } from "@mantine/core";
import { useState } from "react";
import { commands, type RecoveryView } from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { FailureNote } from "../../shared/FailureNote";
import { count } from "../../shared/numbers";
import { useForm } from "../../shared/useForm";
import styles from "./ProtectionPage.module.css";

type Props = { recovery: RecoveryView | null; onDone: () => void };

/** The key that is kept nowhere: it goes only when somebody says that they have it on paper. */
export function RecoveryKey({ recovery, onDone }: Props) {
  return (
    <Dialog
      opened={recovery !== null}
      title={words("protect.key.title")}
      size={560}
      onClose={onDone}
      // What opened it is gone: the keyboard goes on from the top of the page.
      onClosed={() => document.querySelector<HTMLElement>("main h1")?.focus()}
    >
      {recovery && <Key recovery={recovery} onDone={onDone} />}
    </Dialog>
  );
}

function Key({ recovery: { key, unreadable }, onDone }: Props & { recovery: RecoveryView }) {
  const [printed, setPrinted] = useState(false);
  const [saved, setSaved] = useState(false);
  const form = useForm();
  return (
    <div className={styles.dialog}>
      <p>{words("protect.key.text")}</p>
      {unreadable > 0 && (
        <p role="alert" className={styles.warn}>
          {words("protect.unreadable", { count: unreadable, n: count(unreadable) })}
        </p>
      )}
      <ol className={styles.key} aria-label={words("protect.key.label")} data-testid="recovery-key">
        {groupsOf(key).map((group, at) => (
          <li key={at}>{group}</li>
        ))}
      </ol>
      <FailureNote failure={form.failure} />
      <div className={styles.save}>
        <Button
          variant="default"
          loading={form.busy}
          onClick={() =>
            void form.send(
              () => commands.saveRecovery(key),
              (written) => setSaved((before) => before || written),
            )
          }
          data-autofocus
          data-testid="save-recovery"
        >
          {words("protect.key.save")}
        </Button>
        <span role="status" className={styles.mute}>
          {saved && words("protect.key.saved")}
        </span>
      </div>
      <Checkbox
        label={words("protect.key.printed")}
        checked={printed}
        onChange={(event) => setPrinted(event.currentTarget.checked)}
        data-testid="key-printed"
      />
      <Group justify="flex-end">
        <Button disabled={!printed} onClick={onDone} data-testid="key-done">
          {words("protect.key.done")}
        </Button>
      </Group>
    </div>
  );
}

/** A key's groups of four, as they are read from paper. */
export function groupsOf(key: string): string[] {
  return key.split(/[\s-]+/).filter((group) => group !== "");
}
