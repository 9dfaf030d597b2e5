import { Button } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { commands, type LockedView } from "../../core/bindings";
import { words } from "../../core/words";
import { besideField, WRONG_PASSPHRASE } from "../../shared/beside";
import { FailureNote } from "../../shared/FailureNote";
import { PassphraseField } from "../../shared/PassphraseField";
import styles from "./UnlockPage.module.css";
import { UserChoice } from "./UserChoice";
import { useEntering } from "./useEntering";

type Props = { locked: LockedView; last: string | null; onRecover: () => void };

/** A user and their passphrase. */
export function SignInForm({ locked, last, onRecover }: Props) {
  const { users } = locked;
  const known = users.find(({ name }) => name === last) ?? (users.length === 1 ? users[0] : null);
  const [user, setUser] = useState(known?.name ?? "");
  const [passphrase, setPassphrase] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { busy, failure, wait, enter } = useEntering(locked);
  const { beside, other } = besideField(failure, WRONG_PASSPHRASE);

  // Who is known types at once; else the list has the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the page comes up
  useEffect(() => {
    if (known) field.current?.focus();
  }, []);
  // A wrong passphrase is typed over.
  useEffect(() => {
    if (failure) field.current?.select();
  }, [failure]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy || wait > 0) return;
    if (user !== "" && passphrase !== "") void enter(() => commands.signIn(user, passphrase));
  };
  return (
    <form onSubmit={submit} className={styles.form} aria-label={words("unlock.signIn")}>
      <UserChoice
        label={words("unlock.who")}
        users={users}
        value={user}
        autoFocus={!known}
        onChange={(name) => {
          setUser(name);
          setPassphrase("");
        }}
      />
      <PassphraseField
        label={words("pass.label")}
        value={passphrase}
        error={beside}
        inputRef={field}
        onChange={setPassphrase}
      />
      <FailureNote failure={other} />
      {wait > 0 && (
        <p className={styles.wait} role="timer" data-testid="wait">
          {words("unlock.wait", { count: wait })}
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          type="submit"
          disabled={user === "" || passphrase === "" || wait > 0}
          loading={busy}
          data-testid="sign-in"
        >
          {words("unlock.signIn")}
        </Button>
        <Button variant="subtle" onClick={onRecover} data-testid="use-recovery">
          {words("unlock.recover.use")}
        </Button>
      </div>
    </form>
  );
}
