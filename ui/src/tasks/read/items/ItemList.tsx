import { useLayoutEffect, useRef } from "react";
import { say } from "../words";
import { Item, type LeadText } from "./Item";
import styles from "./Item.module.css";
import type { Answering } from "./useAnswering";

interface Props {
  answering: Answering;
  /** What the leads of a trace are called, for stretches of one. */
  leadText?: LeadText;
  /** `row` sets the choices beside each other, below a case; `column` sets them into a column. */
  layout: "row" | "column";
}

/** All items that are asked, the active one marked and in sight. */
export function ItemList({ answering, leadText = () => null, layout }: Props) {
  const list = useRef<HTMLElement>(null);
  const { active, writing, pointing, moved } = answering;
  const at = active?.id;

  // The focus goes along, so that a screen reader tells what is asked now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it also comes back from a text
  useLayoutEffect(() => {
    const item = list.current?.querySelector<HTMLElement>("[data-active]");
    if (!item || !moved) return;
    item.scrollIntoView({ block: "nearest" });
    if (writing === null && !item.contains(document.activeElement)) {
      item.focus({ preventScroll: true });
    }
  }, [at, writing, pointing === null, moved]);

  /** After a click the keys belong to the page again, and not to a button. */
  const giveBack = () => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLInputElement) || focused.type === "text") return;
    list.current?.querySelector<HTMLElement>("[data-active]")?.focus({ preventScroll: true });
  };

  return (
    <section
      ref={list}
      className={styles.list}
      data-layout={layout}
      aria-label={say("item.asked")}
      onPointerUp={() => {
        // A label gives the focus to its button when the click is done.
        setTimeout(giveBack);
      }}
    >
      {answering.asked.map((item) => (
        <Item key={item.id} item={item} answering={answering} leadText={leadText} layout={layout} />
      ))}
    </section>
  );
}
