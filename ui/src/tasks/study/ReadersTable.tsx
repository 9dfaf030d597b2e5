import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { commands, type ReaderView, type StudyView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { CheckIcon } from "../../shared/icons";
import { count, moment } from "../../shared/numbers";
import { Progress } from "../../shared/Progress";
import tables from "../../shared/Table.module.css";
import { useAct } from "../../shared/useAct";
import { useReadOnly } from "../../shared/useReadOnly";
import { useRoom } from "../../shared/useRoom";
import { isOpen, nextOf, takesAnswers } from "./life";
import own from "./ReadersTable.module.css";
import styles from "./Study.module.css";

type Props = { study: StudyView; onSeal: (reader: ReaderView) => void };

/** How far every reader is, and what can be done for each: open the room, or seal the session. */
export function ReadersTable({ study, onSeal }: Props) {
  const open = useRoom(study.id);
  const readOnly = useReadOnly();
  const you = useQuery(facts.project()).data?.you?.name;
  const taking = study.received || takesAnswers(study);
  const next = nextOf(study);
  const openReaders = study.readers.filter(isOpen);
  // Where there are users, a session is read by the one who began it.
  const isYours = ({ user }: ReaderView) => user === null || !you || user === you;
  const toRead = openReaders.find((one) => one.done < one.total && isYours(one));
  const toSeal = next === "seal" ? openReaders[0] : undefined;
  // Of a pack, each reader finds their own line: which one is theirs, nobody knows here.
  const isFirst = (reader: ReaderView) =>
    !study.received || openReaders.length === 1 ? reader === (toSeal ?? toRead) : false;

  return (
    <div className={styles.scroll}>
      <table
        className={`${tables.facts} ${styles.table} ${own.readers}`}
        data-testid="readers-table"
      >
        <thead>
          <tr>
            <th scope="col">{words("study.reader")}</th>
            <th scope="col">{words("study.progress")}</th>
            <th scope="col" data-number>
              {words("study.cases")}
            </th>
            <th scope="col">{words("study.lastAnswer")}</th>
            <th scope="col">{words("study.session")}</th>
            <th scope="col" className={own.hand}>
              {words(study.received ? "study.received.room" : "study.handOver")}
            </th>
          </tr>
        </thead>
        <tbody>
          {study.readers.map((reader) => {
            const { code, done, total } = reader;
            // Forms may be left when all cases are answered.
            const unread = done < total || reader.formsLeft;
            return (
              <tr key={code}>
                <th scope="row" className={own.code}>
                  {code}
                  {reader.user !== null && (
                    <Whose reader={reader} user={reader.user} study={study} />
                  )}
                </th>
                <td>
                  <Progress
                    share={total > 0 ? done / total : 0}
                    label={words("study.progressOf", { code })}
                    width={160}
                  />
                </td>
                <td data-number>{words("job.of", { done: count(done), total: count(total) })}</td>
                <td className={styles.mute}>{lastText(reader)}</td>
                <td>
                  <Session reader={reader} />
                </td>
                <td className={own.hand}>
                  <span className={own.buttons}>
                    {taking && isOpen(reader) && unread && isYours(reader) && (
                      <Button
                        variant={isFirst(reader) ? "filled" : "default"}
                        disabled={reader.reading || readOnly || !study.unlocked}
                        onClick={() => void open(code)}
                        aria-label={words("study.openFor", { code })}
                        data-testid={`open-room-${code}`}
                      >
                        {words(done > 0 ? "study.goOn" : "study.open")}
                      </Button>
                    )}
                    {taking && (isOpen(reader) || study.received) && (
                      <Button
                        variant={!unread && isFirst(reader) ? "filled" : "default"}
                        disabled={reader.reading || readOnly || !study.unlocked}
                        onClick={() => onSeal(reader)}
                        aria-label={words("study.seal.title", { code })}
                        data-testid={`seal-${code}`}
                      >
                        {words("study.seal.start")}
                      </Button>
                    )}
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Who reads a session, and that it can be given back as long as nothing was said in it. */
function Whose({ reader, user, study }: { reader: ReaderView; user: string; study: StudyView }) {
  const act = useAct();
  const readOnly = useReadOnly();
  const { code, done, sealedAt, reading } = reader;
  return (
    <span className={own.user}>
      {user}
      {done === 0 && sealedAt === null && !reading && !readOnly && (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={words("study.releaseNamed", { code, user })}
          title={words("study.releaseHint", { user })}
          onClick={() => void act(() => commands.releaseSession(study.id, code))}
          data-testid={`release-${code}`}
        >
          {words("study.release")}
        </Button>
      )}
    </span>
  );
}

/** Whether a reader's session is sealed, and the key that signs it. */
function Session({ reader: { done, total, sealedAt, fingerprint } }: { reader: ReaderView }) {
  return (
    <>
      {sealedAt !== null ? (
        <span className={own.good} title={moment(sealedAt)}>
          <CheckIcon size={14} />
          {words("study.sealed")}
        </span>
      ) : total <= done ? (
        words("study.finished")
      ) : (
        <span className={styles.mute}>{words("study.unsealed")}</span>
      )}
      {fingerprint && (
        <code className={own.fingerprint} title={words("study.fingerprint")}>
          {fingerprint}
        </code>
      )}
    </>
  );
}

function lastText({ reading, lastAnswerAt }: ReaderView): string {
  if (reading) return words("study.readingNow");
  return lastAnswerAt ? moment(lastAnswerAt) : words("study.notBegun");
}
