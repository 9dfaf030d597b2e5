import type { Given } from "../../../core/bindings";
import { KeyButton } from "../KeyButton";
import { say } from "../words";
import type { ItemProps, LeadText } from "./Item";
import styles from "./Item.module.css";
import { PointingKeys } from "./PointingKeys";
import { reasonsOf } from "./picks";
import { isPlaced, type PlacedKind, placedCount, withFieldPair } from "./placed";
import type { Answering } from "./useAnswering";

/** What was pointed at of the case, in words, and how to point. */
export function Placed({ item, answering, leadText }: ItemProps) {
  if (!isPlaced(item)) return null;
  const kind = item.answer.kind as PlacedKind;
  const given = answering.draft.given[item.id];
  const reasons = item.answer.kind === "field_pairs" ? reasonsOf(item.answer.reasons) : [];
  const reasonText = (code: string) => reasons.find((one) => one.code === code)?.text ?? code;
  const parts = told(given, leadText, reasonText);
  const pointing = answering.pointing?.item.id === item.id ? answering.pointing : null;
  const [one, two] = pointing?.pending ?? [];

  return (
    <div className={styles.placed}>
      {parts.length === 0 ? (
        <p className={styles.hint}>
          {placedCount(given) === 0
            ? say("item.nonePlaced")
            : say("item.placed", { count: placedCount(given) })}
        </p>
      ) : (
        <ol className={styles.parts}>
          {parts.map((part) => (
            <li key={part}>{part}</li>
          ))}
        </ol>
      )}
      {pointing && one !== undefined && kind !== "span" && (
        <p className={styles.pending}>
          {two === undefined ? say("item.first", { one }) : say("item.both", { one, two })}
        </p>
      )}
      {pointing && one !== undefined && two !== undefined && (
        <div className={styles.choices} role="group" aria-label={say("item.reason")}>
          {reasons.map(({ key, code, text }) => (
            <button
              key={code}
              type="button"
              className={styles.reason}
              aria-keyshortcuts={key}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pairFields(answering, code)}
            >
              <kbd>{key}</kbd> <span>{text}</span>
            </button>
          ))}
        </div>
      )}
      {pointing ? (
        <PointingKeys kind={kind} />
      ) : (
        <div className={styles.buttons}>
          <KeyButton
            keyName={kind === "span" ? "S" : "M"}
            onPress={() => answering.startPointing(item)}
          >
            {say(`item.${kind}`)}
          </KeyButton>
          {0 < placedCount(given) && (
            <KeyButton keyName="Backspace" onPress={() => answering.removeLast(item)}>
              {say("item.removeLast")}
            </KeyButton>
          )}
        </div>
      )}
    </div>
  );
}

/** Links the two fields that are picked, for a reason. */
export function pairFields(answering: Answering, reason: string): string {
  const { pointing, draft } = answering;
  const [one, two] = pointing?.pending ?? [];
  if (!pointing || typeof one !== "string" || typeof two !== "string") return "";
  const given = withFieldPair(draft.given[pointing.item.id], [one, two], reason);
  if (given) answering.setPlaced(pointing.item, given);
  pointing.setPending([]);
  return given ? "" : say("item.already");
}

/** Each part that was pointed at, in words; nothing of marks, which are numbered on the picture. */
function told(
  given: Given | undefined,
  leadText: LeadText,
  reasonText: (code: string) => string,
): string[] {
  switch (given?.kind) {
    case "spans":
      return given.spans.map(({ lead, against, from, to }) =>
        say("item.spanText", {
          lead: leadText({ lead, against }) ?? say("item.spanAll"),
          from: from.toFixed(2),
          to: to.toFixed(2),
        }),
      );
    case "fields":
      return given.fields;
    case "field_pairs":
      return given.pairs.map(({ fields: [one, two], reason }) =>
        say("item.pairText", { one, two, reason: reasonText(reason) }),
      );
    case "duplicates":
      return given.pairs.map(([one, two]) => say("item.cellsText", { one, two }));
    default:
      return [];
  }
}
