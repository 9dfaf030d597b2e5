import type { ReactNode } from "react";
import type { EquivalenceView, FindingView } from "../../core/bindings";
import { words } from "../../core/words";
import { bounds, count, percent } from "../../shared/numbers";
import { AxisPicture, Whisker } from "./AxisPicture";
import { parted, plain } from "./arranging";
import styles from "./Forest.module.css";
import { type Axis, endsOf, extentOf, shareAxis } from "./plot";
import { Test, Value } from "./Value";
import { Wide } from "./Wide";

/** One line of a forest plot: a number with its interval. */
export type ForestRow = {
  key: string;
  label: ReactNode;
  finding: FindingView | undefined;
  /** A square for one reader or part, a diamond for all of them. */
  mark: "square" | "diamond";
  /** Whether it stands apart from the row above. */
  apart?: boolean;
};

type Props = {
  /** What it shows, as a sentence. */
  title: string;
  /** What its numbers are. */
  head: string;
  /** What its rows are. */
  rows: ForestRow[];
  rowHead: string;
  /** The margin, drawn as a band, and the interval that has to lie within it, in a row of its own. */
  margin?: EquivalenceView | null | undefined;
  /** What else its axis has to hold, so that pictures beside each other have one. */
  beside?: ForestRow[];
};

const WIDTH = 272;
const ROW = 26;
const AXIS = 30;
const CHANCE = 0.5;

/** Numbers with their intervals on one axis, each beside its text: a table and a picture in one. */
export function Forest({ title, head, rows, rowHead, margin, beside = [] }: Props) {
  const held = [...rows, ...beside].map(({ finding }) => finding);
  const axis = shareAxis(extentOf(held), 8, WIDTH - 16);
  const lines = rows.length + (margin ? 1 : 0);
  const height = lines * ROW;
  const last = rows.at(-1)?.finding?.shown ?? "";
  const withTest = rows.some(({ finding }) => finding?.test);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <Wide label={title}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{rowHead}</th>
              <td />
              <th scope="col" data-number>
                {head}
              </th>
              {withTest && (
                <th scope="col" data-number>
                  {words("analysis.head.p")}
                </th>
              )}
              <th scope="col" data-number title={words("analysis.head.nHint")}>
                {words("analysis.head.n")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, finding, mark, apart }, at) => (
              <tr key={key} data-mean={mark === "diamond" || undefined} data-apart={apart}>
                <th scope="row">{label}</th>
                {at === 0 && (
                  <td rowSpan={lines} className={styles.picture}>
                    <Picture
                      axis={axis}
                      rows={rows}
                      margin={margin}
                      height={height}
                      title={title}
                    />
                  </td>
                )}
                <td data-number>
                  <Value finding={finding && { ...finding, test: null }} />
                </td>
                {withTest && <td data-number>{finding?.test && <Test test={finding.test} />}</td>}
                <td data-number>{finding && count(finding.nAnswers)}</td>
              </tr>
            ))}
            {margin && (
              <tr data-margin>
                <th scope="row">
                  {words("analysis.margin.row", { level: percent(margin.interval.level ?? null) })}
                </th>
                <td data-number colSpan={withTest ? 3 : 2}>
                  {bounds(parted(last)[0], margin.interval)}{" "}
                  {words(margin.holds ? "analysis.margin.within" : "analysis.margin.notWithin", {
                    low: plain(margin.low),
                    high: plain(margin.high),
                  })}
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </Wide>
    </figure>
  );
}

type PictureProps = Pick<Props, "rows" | "margin" | "title"> & { axis: Axis; height: number };

function Picture({ axis, rows, margin, height, title }: PictureProps) {
  const middle = (at: number) => at * ROW + ROW / 2;
  const inner = endsOf(margin?.interval);
  return (
    <AxisPicture
      title={title}
      axis={axis}
      width={WIDTH}
      height={height}
      below={AXIS}
      written={(tick) => tick}
      nothing={CHANCE}
      behind={
        margin && (
          <rect
            className={styles.band}
            x={axis.at(margin.low)}
            width={axis.at(margin.high) - axis.at(margin.low)}
            y={0}
            height={height}
          />
        )
      }
    >
      <text x={axis.at(CHANCE)} y={height + 28} textAnchor="middle">
        {words("analysis.chance")}
      </text>
      {rows.map(({ key, finding, mark }, at) => (
        <Mark key={key} finding={finding} mark={mark} axis={axis} y={middle(at)} />
      ))}
      {inner && (
        <path
          className={styles.inner}
          d={`M${axis.at(inner[0])} ${middle(rows.length)}H${axis.at(inner[1])}m0-5v10M${axis.at(inner[0])} ${middle(rows.length) - 5}v10`}
        />
      )}
    </AxisPicture>
  );
}

type MarkProps = Pick<ForestRow, "finding" | "mark"> & { axis: Axis; y: number };

function Mark({ finding, mark, axis, y }: MarkProps) {
  const value = finding?.value;
  if (typeof value !== "number") return null;
  const x = axis.at(value);
  if (mark === "diamond") {
    const ends = endsOf(finding?.interval);
    const [left, right] = ends ? [axis.at(ends[0]), axis.at(ends[1])] : [x - 6, x + 6];
    return (
      <path
        className={styles.diamond}
        d={`M${left} ${y}L${x} ${y - 7}L${right} ${y}L${x} ${y + 7}Z`}
      />
    );
  }
  return (
    <g>
      <Whisker axis={axis} interval={finding?.interval} y={y} />
      <rect className={styles.square} x={x - 3.5} y={y - 3.5} width={7} height={7} />
    </g>
  );
}
