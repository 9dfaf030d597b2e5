import { useId } from "react";
import { say } from "../words";
import type { ItemProps } from "./Item";
import styles from "./Item.module.css";
import { choicesOf, isChosen } from "./picks";

/** What can be chosen, never in another order and with nothing chosen beforehand. */
export function Choices({
  item,
  answering,
  layout,
  labelledBy,
}: ItemProps & { labelledBy: string }) {
  const name = useId();
  const given = answering.draft.given[item.id];
  const choices = choicesOf(item.answer);
  const several = item.answer.kind === "several";
  const isNone = given?.kind === "codes" && given.codes.length === 0;
  return (
    <div
      className={styles.choices}
      {...(several
        ? {}
        : { role: "radiogroup", "aria-labelledby": labelledBy, "aria-required": !item.optional })}
      data-row={(layout === "row" && choices.length <= MOST_IN_A_ROW) || undefined}
    >
      {choices.map(({ key, code, text }) => (
        <label key={code} className={styles.choice}>
          <input
            className={styles.button}
            type={several ? "checkbox" : "radio"}
            name={name}
            value={code}
            disabled={!answering.ready}
            checked={isChosen(given, code)}
            aria-keyshortcuts={key || undefined}
            onChange={() => answering.choose(item, code)}
          />
          {key !== "" && <kbd>{key}</kbd>} <span>{text}</span>
        </label>
      ))}
      {several && (
        <label className={styles.choice}>
          <input
            className={styles.button}
            type="checkbox"
            disabled={!answering.ready}
            checked={isNone}
            aria-keyshortcuts="0"
            onChange={() => answering.setNone(item)}
          />
          <kbd>0</kbd> <span>{say("item.noneOfThese")}</span>
        </label>
      )}
    </div>
  );
}

const MOST_IN_A_ROW = 7;
