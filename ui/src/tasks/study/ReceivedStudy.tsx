import { Button, Group, Modal } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type ReaderView, type SealedView, type StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { count } from "../../shared/numbers";
import { PassphraseField } from "../../shared/PassphraseField";
import { useForm } from "../../shared/useForm";
import { useReadOnly } from "../../shared/useReadOnly";
import { ReadersTable } from "./ReadersTable";
import own from "./ReceivedStudy.module.css";
import styles from "./Study.module.css";
import { StudyHeader } from "./StudyHeader";

type Props = { study: StudyView; studies: StudyView[] };

/** A study that came in a pack: it is opened, read and sealed here, and nothing else is known of it. */
export function ReceivedStudy({ study, studies }: Props) {
  const [sealing, setSealing] = useState<ReaderView | null>(null);
  return (
    <>
      <StudyHeader study={study} studies={studies} />
      <dl className={`${styles.facts} ${own.facts}`}>
        <dt>{words("study.state")}</dt>
        <dd data-testid="study-state">
          {words(study.unlocked ? "study.received.open" : "study.received.closed")}
        </dd>
        <dt>{words("study.design")}</dt>
        <dd>
          <code className={styles.code}>{study.designHash}</code>{" "}
          <span className={styles.mute}>
            {words("study.version", { n: study.version })} {words("study.received.designHint")}
          </span>
        </dd>
        {study.publicKey && (
          <>
            <dt>{words("study.received.key")}</dt>
            <dd>
              <code className={styles.code} data-testid="public-key">
                {study.publicKey}
              </code>
              <p className={styles.mute}>{words("study.received.keyHint")}</p>
            </dd>
          </>
        )}
      </dl>
      {study.unlocked ? (
        <>
          <h2 className={styles.heading}>{words("study.received.who")}</h2>
          <p className={styles.mute}>{words("study.received.whoHint")}</p>
          <ReadersTable study={study} onSeal={setSealing} />
          <p className={styles.mute}>{words("study.received.sealHint")}</p>
        </>
      ) : (
        <Unlock study={study} />
      )}
      <SealDialog study={study} reader={sealing} onClose={() => setSealing(null)} />
    </>
  );
}

function Unlock({ study }: { study: StudyView }) {
  const [passphrase, setPassphrase] = useState("");
  const form = useForm();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== "" && !form.busy)
      void form.send(
        () => commands.unlockPack(study.id, passphrase),
        () => setPassphrase(""),
      );
  };
  return (
    <form onSubmit={submit} className={own.unlock}>
      <PassphraseField
        label={words("pass.label")}
        description={words("study.received.passHint")}
        value={passphrase}
        onChange={setPassphrase}
      />
      <FailureNote failure={form.failure} />
      <Button
        type="submit"
        disabled={passphrase === ""}
        loading={form.busy}
        data-testid="unlock-pack"
      >
        {words("study.received.unlock")}
      </Button>
    </form>
  );
}

function SealDialog({
  study,
  reader,
  onClose,
}: {
  study: StudyView;
  reader: ReaderView | null;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={reader !== null}
      onClose={onClose}
      size="lg"
      title={reader ? words("study.seal.title", { code: reader.code }) : undefined}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {reader && <Sealing key={reader.code} study={study} reader={reader} onClose={onClose} />}
    </Modal>
  );
}

function Sealing({
  study,
  reader,
  onClose,
}: {
  study: StudyView;
  reader: ReaderView;
  onClose: () => void;
}) {
  const { code, done, total } = reader;
  const [passphrase, setPassphrase] = useState("");
  const [sealed, setSealed] = useState<SealedView | null>(null);
  const form = useForm();
  const readOnly = useReadOnly();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (passphrase !== "" && !form.busy)
      void form.send(() => commands.sealSession(study.id, code, passphrase), setSealed);
  };

  if (sealed) return <Sealed sealed={sealed} onClose={onClose} />;
  return (
    <form onSubmit={submit} className={styles.dialog}>
      <p>{words("study.received.sealText")}</p>
      {done < total && (
        <p role="alert" className={styles.warn}>
          {words("study.seal.early", { done: count(done), total: count(total) })}
        </p>
      )}
      <PassphraseField
        label={words("pass.label")}
        description={words("study.received.sealPassHint")}
        value={passphrase}
        autoFocus
        onChange={setPassphrase}
      />
      <FailureNote failure={form.failure} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words("action.cancel")}
        </Button>
        <Button
          type="submit"
          disabled={passphrase === "" || readOnly}
          loading={form.busy}
          data-testid="confirm-seal"
        >
          {words("study.received.sealAction")}
        </Button>
      </Group>
    </form>
  );
}

/** The file to be sent, and the two codes by which it is known again. */
function Sealed({ sealed, onClose }: { sealed: SealedView; onClose: () => void }) {
  return (
    <div className={styles.dialog} data-testid="sealed">
      <p>
        <strong>{words("study.received.send", { name: sealed.name })}</strong>
      </p>
      <dl className={styles.facts}>
        <dt>{words("study.received.answers")}</dt>
        <dd>{count(sealed.nAnswers)}</dd>
        <dt>{words("study.received.head")}</dt>
        <dd>
          <code className={styles.code}>{sealed.head}</code>
        </dd>
        <dt>{words("study.fingerprint")}</dt>
        <dd>
          <code className={styles.code}>{sealed.fingerprint}</code>
        </dd>
      </dl>
      <p className={styles.mute}>{words("study.received.note")}</p>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus data-testid="sealed-close">
          {words("study.received.noted")}
        </Button>
      </Group>
    </div>
  );
}
