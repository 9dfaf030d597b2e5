import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type LockedView } from "../../core/bindings";
import { words } from "../../core/words";
import { besideField } from "../../shared/beside";
import { FailureNote } from "../../shared/FailureNote";
import { NewPassphrase } from "../../shared/NewPassphrase";
import { useNewPassphrase } from "../../shared/useNewPassphrase";
import { LETTERS, lettersIn } from "./recovery";
import styles from "./UnlockPage.module.css";
import { UserChoice } from "./UserChoice";
import { useEntering } from "./useEntering";

type Props = { locked: LockedView; onBack: () => void };

const OF_THE_KEY = ["vault.wrong_recovery_key", "vault.not_a_recovery_key"];

/** The key that was printed, and a new passphrase for a coordinator. */
export function RecoverForm({ locked, onBack }: Props) {
  const coordinators = locked.users.filter(({ role }) => role === "coordinator");
  const [key, setKey] = useState("");
  const [user, setUser] = useState(coordinators.length === 1 ? (coordinators[0]?.name ?? "") : "");
  const pass = useNewPassphrase();
  const { busy, failure, wait, enter } = useEntering(locked);
  const { beside, other } = besideField(failure, OF_THE_KEY);
  const letters = lettersIn(key);
  const ready = letters === LETTERS && user !== "" && pass.usable;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy && wait === 0)
      void enter(() => commands.recover(key, user, pass.passphrase));
  };
  return (
    <form onSubmit={submit} className={styles.form} aria-label={words("unlock.recover.use")}>
      <div>
        <Textarea
          className={styles.key ?? ""}
          label={words("unlock.recover.key")}
          description={words("unlock.recover.keyHint")}
          value={key}
          error={beside}
          errorProps={{ role: "alert" }}
          autosize
          minRows={2}
          maxLength={120}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          onChange={(event) => setKey(event.currentTarget.value)}
          data-testid="recovery-key"
        />
        <p className={styles.count} role="status">
          {words("unlock.recover.count", { n: letters, total: LETTERS })}
        </p>
      </div>
      {coordinators.length > 1 ? (
        <UserChoice
          label={words("unlock.recover.who")}
          users={coordinators}
          value={user}
          autoFocus={false}
          onChange={setUser}
        />
      ) : (
        <p className={styles.mute}>{words("unlock.recover.only", { name: user })}</p>
      )}
      <NewPassphrase label={words("pass.new")} {...pass.fields} />
      <FailureNote failure={other} />
      {wait > 0 && (
        <p className={styles.wait} role="timer">
          {words("unlock.wait", { count: wait })}
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" disabled={!ready || wait > 0} loading={busy} data-testid="recover">
          {words("unlock.recover.action")}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {words("unlock.recover.back")}
        </Button>
      </div>
    </form>
  );
}
