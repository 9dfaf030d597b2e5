import { useId } from "react";
import type { ItemView } from "../../../core/bindings";
import { say } from "../words";
import { Choices } from "./Choices";
import styles from "./Item.module.css";
import { Line } from "./Line";
import { NumberField } from "./NumberField";
import { Placed } from "./Placed";
import { isOther } from "./picks";
import type { Marked } from "./placed";
import type { Answering } from "./useAnswering";
import { Written } from "./Written";

/** What a lead, or the difference of two, is called; nothing for all of them. */
export type LeadText = (marked: Marked) => string | null;

export interface ItemProps {
  item: ItemView;
  answering: Answering;
  leadText: LeadText;
  layout: "row" | "column";
}

/** One question: what is asked, and how it is answered. */
export function Item({ item, answering, leadText, layout }: ItemProps) {
  const name = useId();
  const isActive = answering.active?.id === item.id;
  return (
    <div
      className={styles.item}
      role="group"
      aria-labelledby={name}
      aria-current={isActive || undefined}
      tabIndex={-1}
      data-active={isActive || undefined}
      onFocus={() => answering.activate(item)}
      onPointerDown={() => answering.activate(item)}
    >
      <p id={name} className={styles.text}>
        {item.text}
        {item.optional && item.answer.kind !== "text" && (
          <span className={styles.optional}> {say("item.optional")}</span>
        )}
      </p>
      <Answer
        item={item}
        answering={answering}
        leadText={leadText}
        layout={layout}
        labelledBy={name}
      />
      {item.cannotJudge && (
        <label className={styles.cannot}>
          <input
            type="checkbox"
            className={styles.button}
            disabled={!answering.ready}
            checked={answering.draft.given[item.id]?.kind === "cannot_judge"}
            aria-keyshortcuts="X"
            onChange={() => answering.judgeNot(item)}
          />
          <kbd>X</kbd> <span>{say("item.cannotJudge")}</span>
        </label>
      )}
    </div>
  );
}

function Answer(props: ItemProps & { labelledBy: string }) {
  const { item, answering } = props;
  const given = answering.draft.given[item.id];
  switch (item.answer.kind) {
    case "source":
    case "likert":
    case "choice":
    case "several":
    case "diagnosis":
    case "side":
    case "match":
      return (
        <>
          <Choices {...props} />
          {isOther(given) && <Written {...props} isOther />}
        </>
      );
    case "vas":
      return <Line {...props} />;
    case "number":
      return <NumberField {...props} />;
    case "text":
      return <Written {...props} />;
    default:
      return <Placed {...props} />;
  }
}
