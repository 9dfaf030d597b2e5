import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { UserView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { roleTitle } from "../../core/people";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { Mark } from "../../shared/Mark";
import { PassphraseDialog } from "../../shared/PassphraseDialog";
import { type Asked, AskSession } from "./AskSession";
import styles from "./DeskPage.module.css";
import { inOrder, keyOf, mainOf } from "./desk";
import { SessionRow } from "./SessionRow";

type Props = { you: UserView; onLock: () => void };

/** What a reader finds who signs in: the sessions that are theirs or free, and nothing of the project. */
export function DeskPage({ you, onLock }: Props) {
  const { data: sessions, error } = useQuery(facts.desk());
  const [asked, setAsked] = useState<Asked | null>(null);
  const [changing, setChanging] = useState(false);
  const main = mainOf(sessions ?? []);
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <span className={styles.product}>
          <Mark size={18} />
          {words("product")}
        </span>
        <span className={styles.who} data-testid="you">
          {words("people.you", { name: you.name, role: roleTitle(you.role) })}
        </span>
        <Button
          variant="default"
          size="compact-md"
          onClick={() => setChanging(true)}
          data-testid="change-passphrase"
        >
          {words("pass.changeStart")}
        </Button>
        <Button
          variant="default"
          size="compact-md"
          onClick={onLock}
          title={words("people.lockHint")}
          data-testid="lock"
        >
          {words("people.lock")}
        </Button>
      </header>
      <main className={styles.main}>
        <h1 className={styles.title}>{words("desk.hello", { name: you.name })}</h1>
        <FailureNote failure={error} />
        {sessions && sessions.length === 0 && (
          <p className={styles.text}>{words("desk.nothing")}</p>
        )}
        {sessions && sessions.length > 0 && (
          <>
            <p className={styles.text}>{words("desk.text")}</p>
            <table className={styles.sessions} data-testid="desk">
              <thead>
                <tr>
                  <th scope="col">{words("desk.study")}</th>
                  <th scope="col">{words("desk.reader")}</th>
                  <th scope="col">{words("desk.progress")}</th>
                  <th scope="col" data-number>
                    {words("desk.cases")}
                  </th>
                  <th scope="col" data-number>
                    {words("desk.minutes")}
                  </th>
                  <th scope="col">{words("desk.whose")}</th>
                  <td />
                </tr>
              </thead>
              <tbody>
                {inOrder(sessions).map((session) => (
                  <SessionRow
                    key={keyOf(session)}
                    session={session}
                    isMain={session === main}
                    onAsk={(what) => setAsked({ what, session })}
                  />
                ))}
              </tbody>
            </table>
          </>
        )}
        <p className={styles.promise}>{words("desk.promise")}</p>
      </main>
      <AskSession asked={asked} onClose={() => setAsked(null)} />
      <PassphraseDialog
        name={changing ? you.name : null}
        you={you.name}
        onClose={() => setChanging(false)}
      />
    </div>
  );
}
