import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { commands, type SetView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { count } from "../../shared/numbers";
import { PAGE_SIZE, usePages } from "../../shared/usePages";
import styles from "./SetPage.module.css";

type Props = { set: SetView };

const ROW = 30;
const COLUMNS = "72px 1fr 2fr 1fr 1fr";

/** Samples that can be neither seen nor read: their names, patients and strata. */
export function SampleRows({ set }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: set.nSamples,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const { pages, failure } = usePages(
    [items[0]?.index ?? 0, items.at(-1)?.index ?? -1],
    set.nSamples,
    ["samples", set.id],
    (first, n) => commands.samples(set.id, first, n),
  );

  if (failure) return <FailureNote failure={failure} />;
  return (
    <div
      ref={scroller}
      className={styles.rows}
      role="table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is reached by keyboard
      tabIndex={0}
      aria-label={set.name}
      aria-rowcount={set.nSamples + 1}
    >
      <div className={styles.head} role="row" style={{ gridTemplateColumns: COLUMNS }}>
        <span className={styles.cell} role="columnheader" data-index>
          {words("samples.row")}
        </span>
        {(["id", "file", "patient", "stratum"] as const).map((name) => (
          <span key={name} className={styles.cell} role="columnheader">
            {words(`samples.${name}`)}
          </span>
        ))}
      </div>
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {items.map(({ index, start }) => {
          const sample = pages.get(Math.floor(index / PAGE_SIZE))?.[index % PAGE_SIZE];
          return (
            <div
              key={index}
              className={styles.row}
              role="row"
              aria-rowindex={index + 2}
              style={{ top: start, height: ROW, width: "100%", gridTemplateColumns: COLUMNS }}
            >
              <span className={styles.cell} role="rowheader" data-index>
                {count(index + 1)}
              </span>
              <span className={styles.cell} role="cell">
                {sample?.label}
              </span>
              <span className={styles.cell} role="cell">
                {sample?.file}
              </span>
              <span className={styles.cell} role="cell">
                {sample?.subject ?? "–"}
              </span>
              <span className={styles.cell} role="cell">
                {sample?.stratum ?? "–"}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
