import { SegmentedControl } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useMemo, useState } from "react";
import type { ReadCasesView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { CaseDialog } from "../cases/CaseDialog";
import { SourceMark } from "../cases/SourceMark";
import { pointText } from "../cases/saying";
import { sourceName, sourceOf, sourcesOf } from "../cases/sources";
import { Cells } from "./Cells";
import { Key } from "./Key";
import { type By, type Cell, leftOf, type Order, orderOf, sidesOf } from "./laying";
import styles from "./Matrix.module.css";

type Props = {
  read: ReadCasesView;
  /** What the points are called. */
  names: string[];
};

const SORTS: By[] = ["code", "right", "agreement"];
/** What the rows' heads need. */
const HEADS = 208;
/** The room of the cells as long as it was not measured. */
const ROOM = 780;

/** Readers as rows, cases as columns, the point given as colour: one cell is told, and opens. */
export function Matrix({ read, names }: Props) {
  const [by, setBy] = useState<By>("code");
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const [over, setOver] = useState<Cell | null>(null);
  const [opened, setOpened] = useState<number | null>(null);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const sources = useMemo(() => sourcesOf(read.cases), [read]);
  const order = useMemo(() => orderOf(read, sources, by), [read, sources, by]);
  const room = width > HEADS + 100 ? width - HEADS : ROOM;
  const { length: nColumns } = order.columns;
  const { length: nGroups } = order.groups;
  const { length: nRows } = order.rows;
  const sides = useMemo(
    () => sidesOf(room, nColumns, nGroups, nRows),
    [room, nColumns, nGroups, nRows],
  );
  const open = ({ column }: Cell) => setOpened(order.columns[column] ?? null);

  return (
    <div ref={ref} className={styles.matrix}>
      <div className={styles.bar}>
        <span id={`sort-${read.question}`}>{words("analysis.matrix.sort")}</span>
        <SegmentedControl
          size="xs"
          value={by}
          onChange={(value) => setBy(SORTS.find((one) => one === value) ?? "code")}
          data={SORTS.map((value) => ({ value, label: words(`analysis.matrix.by.${value}`) }))}
          aria-labelledby={`sort-${read.question}`}
          data-testid="matrix-sort"
        />
      </div>
      <div className={styles.wide}>
        <div className={styles.groups}>
          <div className={styles.headNames}>
            <b>{words("analysis.claim.reader")}</b>
            <span>{words("analysis.matrix.right")}</span>
            <span title={words("analysis.matrix.agreementHint")}>
              {words("analysis.matrix.others")}
            </span>
          </div>
          {order.groups.map(({ source, first, n }) => (
            <span
              key={source.key}
              style={{
                left: HEADS + leftOf(first, order.groups, sides),
                width: n * sides.width - 1,
              }}
              title={`${sourceName(source)}, ${n}`}
            >
              <SourceMark source={source} />
            </span>
          ))}
        </div>
        <div className={styles.body}>
          <ol className={styles.heads}>
            {order.rows.map((at) => (
              <li key={at} style={{ height: sides.height }}>
                <Head read={read} at={at} />
              </li>
            ))}
          </ol>
          <Cells
            read={read}
            order={order}
            sides={sides}
            cell={cell}
            tell={(one) => tellingOf(read, order, one, names)}
            onCell={setCell}
            onOver={setOver}
            onOpen={open}
          />
        </div>
      </div>
      <p className={styles.told} data-testid="matrix-told">
        {tellingOf(read, order, over ?? cell, names)}
      </p>
      <Key read={read} names={names} />
      {opened !== null && (
        <CaseDialog read={read} at={opened} names={names} onClose={() => setOpened(null)} />
      )}
    </div>
  );
}

/** A reader with how often they were right, and how well they agree with the others. */
function Head({ read, at }: { read: ReadCasesView; at: number }) {
  const reader = read.readers[at];
  if (!reader) return null;
  const { nRight, nCalls, withOthers } = reader;
  const right = words("analysis.matrix.rightOf", { right: nRight, n: nCalls });
  return (
    <>
      <b title={reader.reader}>{reader.reader}</b>
      <span title={right}>{`${Math.round((100 * nRight) / nCalls)} %`}</span>
      <span title={words("analysis.matrix.agreementHint")}>
        {withOthers === null ? "–" : `ρ ${withOthers.toFixed(2).replace("-", "−")}`}
      </span>
    </>
  );
}

/** Reader, case, answer and truth of a cell, in one line. */
function tellingOf(read: ReadCasesView, order: Order, { row, column }: Cell, names: string[]) {
  const reader = order.rows[row] ?? -1;
  const one = read.cases[order.columns[column] ?? -1];
  if (!one) return "";
  const point = one.points[reader] ?? null;
  const source = sourceOf(one, sourcesOf(read.cases));
  const truth = words("analysis.matrix.truth", { source: source ? sourceName(source) : "" });
  const isRight = point !== null && read.syntheticFrom <= point === one.synthetic;
  return [
    read.readers[reader]?.reader ?? "",
    one.case,
    pointText(point, names),
    truth,
    ...(point === null ? [] : [words(`analysis.cases.${isRight ? "right" : "wrong"}`)]),
  ].join(" · ");
}
