import { Button } from "@mantine/core";
import type { DeskSession } from "../../core/bindings";
import { words } from "../../core/words";
import { CheckIcon } from "../../shared/icons";
import { count } from "../../shared/numbers";
import { Progress } from "../../shared/Progress";
import { useRoom } from "../../shared/useRoom";
import type { Asked } from "./AskSession";
import styles from "./DeskPage.module.css";
import { nextOf, shortCode } from "./desk";

type Props = {
  session: DeskSession;
  isMain: boolean;
  onAsk: (what: Asked["what"]) => void;
};

/** One session: how far it is, whose it is, and the one thing to do next. */
export function SessionRow({ session, isMain, onAsk }: Props) {
  const { study, reader, done, total, minutes, yours, whose, sealed } = session;
  const code = shortCode(session.code);
  const open = useRoom(study);
  const next = nextOf(session);
  // One that is nobody's yet becomes one's own for good: that is asked first.
  const read = () => (yours ? void open(reader) : onAsk("take"));
  return (
    <tr>
      <td className={styles.code} title={session.code}>
        {code}
      </td>
      <th scope="row" className={styles.code}>
        {reader}
      </th>
      <td>
        <Progress
          share={total > 0 ? done / total : 0}
          label={words("desk.progressOf", { code, reader })}
          width={140}
        />
      </td>
      <td data-number>{words("job.of", { done: count(done), total: count(total) })}</td>
      <td data-number>{count(minutes)}</td>
      <td>
        {yours ? (
          words("desk.yours")
        ) : whose !== null ? (
          whose
        ) : (
          <>
            {words("desk.free")}
            <span className={styles.note}>{words("desk.freeHint")}</span>
          </>
        )}
      </td>
      <td className={styles.hand}>
        {next === "nothing" && sealed && (
          <span className={styles.good}>
            <CheckIcon size={14} />
            {words("desk.sealed")}
          </span>
        )}
        {(next === "begin" || next === "goOn") && (
          <Button
            variant={isMain ? "filled" : "default"}
            onClick={read}
            aria-label={words(`desk.${next}Named`, { code, reader })}
            data-testid={`open-room-${reader}`}
          >
            {words(`desk.${next}`)}
          </Button>
        )}
        {next === "finish" && (
          <>
            <Button
              variant="subtle"
              onClick={() => void open(reader)}
              aria-label={words("desk.lookNamed", { code, reader })}
              data-testid={`open-room-${reader}`}
            >
              {words("desk.look")}
            </Button>
            <Button
              variant={isMain ? "filled" : "default"}
              onClick={() => onAsk("finish")}
              aria-label={words("desk.finishNamed", { code, reader })}
              data-testid={`finish-${reader}`}
            >
              {words("desk.finish")}
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}
