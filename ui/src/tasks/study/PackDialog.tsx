import { Button, Group, Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type PackedView, type StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { FormButtons } from "../../shared/FormButtons";
import { NewPassphrase } from "../../shared/NewPassphrase";
import { bytes, count, listed, moment } from "../../shared/numbers";
import { useNewPassphrase } from "../../shared/useNewPassphrase";
import { useWaiting } from "../../shared/useWaiting";
import { WaitingProgress } from "../../shared/WaitingProgress";
import styles from "./Study.module.css";

type Props = { study: StudyView; opened: boolean; onClose: () => void };

/** Packs a study for other workstations: a passphrase typed twice, then what goes to whom. */
export function PackDialog({ study, opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={words("study.pack.title")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {opened && <Packing study={study} onClose={onClose} />}
    </Modal>
  );
}

function Packing({ study, onClose }: Omit<Props, "opened">) {
  const pass = useNewPassphrase();
  const [packed, setPacked] = useState<PackedView | null>(null);
  const form = useWaiting("packing");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pass.usable && !form.busy)
      void form.send(() => commands.packStudy(study.id, pass.passphrase), setPacked);
  };

  if (packed) return <Packed packed={packed} onClose={onClose} />;
  // Before the folder is chosen there is nothing to tell.
  if (form.busy && form.share !== null) {
    return (
      <WaitingProgress
        text={words("study.pack.at")}
        hint={words("study.pack.atHint")}
        share={form.share}
        onStop={form.stop}
      />
    );
  }
  return (
    <form onSubmit={submit} className={styles.dialog}>
      {form.stopped && <p role="status">{words("study.pack.stopped")}</p>}
      <p>{words("study.pack.text")}</p>
      <NewPassphrase {...pass.fields} autoFocus />
      <FailureNote failure={form.failure} />
      <Group justify="flex-end" gap="xs">
        <FormButtons
          action={words("study.pack.action")}
          testId="confirm-pack"
          ready={pass.usable}
          busy={form.busy}
          onCancel={onClose}
        />
      </Group>
    </form>
  );
}

/** What was written, and who gets which of it. */
function Packed({ packed, onClose }: { packed: PackedView; onClose: () => void }) {
  return (
    <div className={styles.dialog} data-testid="packed">
      <dl className={styles.facts}>
        <dt>{words("study.pack.pack")}</dt>
        <dd>
          <strong>{packed.name}</strong>{" "}
          <span className={styles.mute}>
            {[
              bytes(packed.bytes),
              words("study.pack.stimuli", { count: packed.nStimuli, n: count(packed.nStimuli) }),
            ].join(" · ")}
          </span>
          <p className={styles.mute}>
            {words("study.pack.packTo", { readers: listed(packed.readers) })}
          </p>
        </dd>
        {packed.waiting.length > 0 && (
          <>
            <dt>{words("study.pack.waiting")}</dt>
            <dd data-testid="pack-waiting">
              <ul className={styles.waiting}>
                {packed.waiting.map((one) => (
                  <li key={one.reader}>
                    {words(`study.pack.${one.nElsewhere > 0 ? "waitsElsewhere" : "waits"}`, {
                      reader: one.reader,
                      count: one.n,
                      n: count(one.n),
                      elsewhere: count(one.nElsewhere),
                      until: moment(one.until),
                    })}
                  </li>
                ))}
              </ul>
              <p className={styles.mute}>{words("study.pack.waitingHint")}</p>
            </dd>
          </>
        )}
        <dt>{words("study.pack.key")}</dt>
        <dd>
          <strong>{packed.keyName}</strong>
          <p className={styles.mute}>{words("study.pack.keyTo")}</p>
        </dd>
        <dt>{words("study.pack.commitment")}</dt>
        <dd>
          <code className={styles.code}>{packed.commitment}</code>
          <p className={styles.mute}>{words("study.pack.commitmentTo")}</p>
        </dd>
      </dl>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus data-testid="packed-close">
          {words("action.close")}
        </Button>
      </Group>
    </div>
  );
}
