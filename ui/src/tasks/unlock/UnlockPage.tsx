import { UnstyledButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type LockedView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { BackIcon, LockIcon } from "../../shared/icons";
import { Mark } from "../../shared/Mark";
import { useAct } from "../../shared/useAct";
import { RecoverForm } from "./RecoverForm";
import { SignInForm } from "./SignInForm";
import styles from "./UnlockPage.module.css";

type Props = {
  locked: LockedView;
  /** Who was there last, since the program was started. */
  last: string | null;
};

/** A locked project: who is there, and their passphrase; or the recovery key. */
export function UnlockPage({ locked, last }: Props) {
  const client = useQueryClient();
  const act = useAct();
  const [recovering, setRecovering] = useState(false);
  const leave = async () => {
    if ((await act(() => commands.leaveLocked())) === undefined) return;
    window.location.hash = "";
    client.setQueryData(facts.locked().queryKey, null);
  };
  return (
    <main className={styles.page} aria-label={words("unlock.page", { name: locked.name })}>
      <p className={styles.product}>
        <Mark size={20} />
        {words("product")}
      </p>
      <h1 className={styles.name}>{locked.name}</h1>
      <p className={styles.place}>
        <LockIcon size={14} />
        {words(locked.encrypted ? "unlock.encrypted" : "unlock.locked")}
        {locked.place !== locked.name && <> · {words("unlock.place", { place: locked.place })}</>}
      </p>
      {locked.atWork && (
        <p className={styles.work} role="status" data-testid="at-work">
          {words("unlock.atWork")}
        </p>
      )}
      {recovering ? (
        <RecoverForm locked={locked} onBack={() => setRecovering(false)} />
      ) : (
        <SignInForm locked={locked} last={last} onRecover={() => setRecovering(true)} />
      )}
      <UnstyledButton className={styles.leave} onClick={leave} data-testid="leave-locked">
        <BackIcon size={14} />
        {words("unlock.leave")}
      </UnstyledButton>
      <p className={styles.promise}>{words("start.promise")}</p>
    </main>
  );
}
