import { UnstyledButton } from "@mantine/core";
import { Fragment, useId, useState } from "react";
import type { FindingView } from "../../core/bindings";
import { words } from "../../core/words";
import { SortIcon } from "../../shared/icons";
import { columnsOf, type Row, rankOf, rowsOf, sortedBy } from "./arranging";
import { Origin } from "./Origin";
import { OriginButton } from "./OriginButton";
import { RankTag } from "./Part";
import styles from "./Table.module.css";
import { Value } from "./Value";
import { Wide } from "./Wide";

type Props = {
  findings: FindingView[];
  caption: string;
  /** Whether a number that was found in several ways has a row for each. */
  byMethod?: boolean;
};

type Sorting = { quantity: string; down: boolean } | null;

/** Numbers as a dense table: a row for each question, reader or part, a column for each kind of number. */
export function FindingsTable({ findings, caption, byMethod = false }: Props) {
  const [sorting, setSorting] = useState<Sorting>(null);
  const columns = columnsOf(findings);
  const plain = rowsOf(findings, byMethod);
  const rows = sorting ? sortedBy(plain, sorting.quantity, sorting.down) : plain;
  const heads = headsOf(plain, byMethod);
  const kind = kindOf(findings);
  const mixed = rankOf(findings) === null;
  const sort = (quantity: string) =>
    setSorting((now) => {
      if (now?.quantity !== quantity) return { quantity, down: true };
      return now.down ? { quantity, down: false } : null;
    });

  return (
    <Wide label={caption}>
      <table className={styles.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {words(`analysis.head.${head === "of" ? kind : head}`)}
              </th>
            ))}
            {columns.map(({ quantity, title }) => {
              const sorted = sorting?.quantity === quantity ? sorting : null;
              return (
                <th
                  key={quantity}
                  scope="col"
                  data-number
                  aria-sort={sorted === null ? "none" : sorted.down ? "descending" : "ascending"}
                >
                  {rows.length > 1 ? (
                    <UnstyledButton className={styles.sort} onClick={() => sort(quantity)}>
                      {title}
                      {sorted && <SortIcon size={12} down={sorted.down} />}
                    </UnstyledButton>
                  ) : (
                    title
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line
              key={row.key}
              row={row}
              heads={heads}
              columns={columns}
              mixed={mixed}
              reader={kind === "reader"}
            />
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

type Head = "question" | "of" | "method";

/** What tells the rows apart: only that stands in front of them. */
function headsOf(rows: Row[], byMethod: boolean): Head[] {
  const heads: Head[] = [];
  if (new Set(rows.map(({ question }) => question)).size > 1) heads.push("question");
  // A part that few rows are about is told beside their question.
  const parts = rows.filter(({ of }) => of !== "").length;
  if (heads.length > 0 ? rows.length < 2 * parts : parts > 0) heads.push("of");
  if (byMethod) heads.push("method");
  return heads.length > 0 ? heads : ["question"];
}

type LineProps = {
  row: Row;
  heads: Head[];
  columns: ReturnType<typeof columnsOf>;
  mixed: boolean;
  /** Whether the rows are readers, so that a row of nobody is one of all of them. */
  reader: boolean;
};

function Line({ row, heads, columns, mixed, reader }: LineProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const findings = [...row.cells.values()];
  const rank = mixed ? rankOf(findings) : null;
  const name = heads
    .map((head) => headText(row, head, reader))
    .filter((text) => text !== "")
    .join(", ");
  return (
    <Fragment>
      <tr data-open={open || undefined}>
        {heads.map((head, at) =>
          at === 0 ? (
            <th key={head} scope="row" className={styles.rowHead} data-kind={head}>
              <OriginButton of={name} open={open} controls={id} onClick={() => setOpen(!open)}>
                {headText(row, head, reader)}
                {heads.length === 1 && row.of !== "" && head === "question" && (
                  <span className={styles.part}> · {row.of}</span>
                )}
                {rank && <RankTag rank={rank} />}
              </OriginButton>
            </th>
          ) : (
            <td key={head} className={styles.rowHead} data-kind={head}>
              {headText(row, head, reader)}
            </td>
          ),
        )}
        {columns.map(({ quantity }) => (
          <td key={quantity} data-number>
            <Value finding={row.cells.get(quantity)} ranked={mixed && rank === null} />
          </td>
        ))}
      </tr>
      <tr id={id} hidden={!open} className={styles.more}>
        {open && (
          <td colSpan={heads.length + columns.length}>
            <Origin findings={findings} />
          </td>
        )}
      </tr>
    </Fragment>
  );
}

function headText(row: Row, head: Head, reader: boolean): string {
  if (head === "of" && row.of === "") return words(reader ? "analysis.allReaders" : "analysis.all");
  return row[head];
}

/** What the rows are: readers, generators, or anything else. */
function kindOf(findings: FindingView[]): "reader" | "generator" | "of" {
  const own = findings.filter(({ of }) => of !== "");
  if (own.every(({ reader, of }) => reader === of)) return "reader";
  return own.every(({ generator }) => generator !== null) ? "generator" : "of";
}
