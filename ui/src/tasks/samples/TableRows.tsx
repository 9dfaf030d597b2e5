import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { commands, type SetView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { count } from "../../shared/numbers";
import { PAGE_SIZE, usePages } from "../../shared/usePages";
import styles from "./SetPage.module.css";

type Props = { set: SetView };

const ROW = 30;
const INDEX = 72;
const COLUMN = 136;

/** A table as it was read: columns with what is missing in them, rows as far as one scrolls. */
export function TableRows({ set }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const head = useQuery(facts.table(set.id, 0, PAGE_SIZE));
  const rows = useVirtualizer({
    count: set.nSamples,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollPaddingStart: ROW,
  });
  const items = rows.getVirtualItems();
  const { pages, failure } = usePages(
    [items[0]?.index ?? 0, items.at(-1)?.index ?? -1],
    set.nSamples,
    ["table", set.id],
    (first, n) => commands.tablePage(set.id, first, n),
  );
  const columns = head.data?.columns ?? [];
  // One width for head and rows, or their columns would not stand above each other.
  const line = {
    width: `max(100%, ${INDEX + columns.length * COLUMN}px)`,
    gridTemplateColumns: `${INDEX}px repeat(${columns.length}, minmax(0, 1fr))`,
  };

  if (head.error ?? failure) return <FailureNote failure={head.error ?? failure} />;
  return (
    <div
      ref={scroller}
      className={styles.rows}
      role="table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is reached by keyboard
      tabIndex={0}
      aria-label={set.name}
      aria-rowcount={set.nSamples + 1}
      data-testid="table-rows"
    >
      <div className={styles.head} role="row" style={line}>
        <span className={styles.cell} role="columnheader" data-index>
          {words("samples.row")}
        </span>
        {columns.map(({ name, number, nMissing }) => (
          <span
            key={name}
            className={styles.cell}
            role="columnheader"
            data-number={number || undefined}
            title={nMissing > 0 ? words("samples.missingIn", { name, n: count(nMissing) }) : name}
          >
            {name}
          </span>
        ))}
      </div>
      <div style={{ height: rows.getTotalSize(), position: "relative", width: line.width }}>
        {items.map(({ index, start }) => {
          const row = pages.get(Math.floor(index / PAGE_SIZE))?.rows[index % PAGE_SIZE];
          return (
            <div
              key={index}
              className={styles.row}
              role="row"
              aria-rowindex={index + 2}
              style={{ top: start, height: ROW, ...line, width: "100%" }}
            >
              <span className={styles.cell} role="rowheader" data-index>
                {count(index + 1)}
              </span>
              {columns.map(({ name, number }, at) => {
                const value = row?.[at];
                return (
                  <span
                    key={name}
                    className={styles.cell}
                    role="cell"
                    data-number={number || undefined}
                  >
                    {value ??
                      (row && <span className={styles.missing}>{words("samples.missing")}</span>)}
                  </span>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
  );
}
