import { UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, useRef } from "react";
import type { CaseMetricView, CeilingView } from "../../../core/bindings";
import { failureOf } from "../../../core/call";
import { words } from "../../../core/words";
import { like } from "../../../shared/numbers";
import { AxisPicture, Whisker } from "../AxisPicture";
import { parted, plain } from "../arranging";
import { correlationAxis, endsOf } from "../plot";
import { Why } from "../Value";
import { Wide } from "../Wide";
import styles from "./Ranking.module.css";
import { stepTo } from "./scattering";

type Props = {
  metrics: CaseMetricView[];
  ceiling: CeilingView;
  /** The metric that is shown below, by its id. */
  chosen: string;
  onChoose: (metric: string) => void;
};

/** Correlations have two decimals. */
const DIGITS = "0.00";
const WIDTH = 248;
const ROW = 28;
const AXIS = 22;

/** The metrics in the order of their agreement with the experts; one of them is looked at. */
export function Ranking({ metrics, ceiling, chosen, onChoose }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const title = titleOf(metrics);
  const step = (event: KeyboardEvent) => {
    const at = metrics.findIndex(({ metric }) => metric === chosen);
    const to = stepTo(event.key, at, metrics.length);
    const next = to === null ? undefined : metrics[to];
    if (!next) return;
    event.preventDefault();
    onChoose(next.metric);
    body.current?.querySelectorAll<HTMLElement>("th button")[to ?? 0]?.focus();
  };
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <Wide label={title}>
        <table className={styles.table} data-testid="metrics">
          <thead>
            <tr>
              <th scope="col" data-number>
                {words("analysis.concordance.place")}
              </th>
              <th scope="col">{words("analysis.concordance.metric")}</th>
              <td className={styles.picture} />
              <th scope="col" data-number title={words("analysis.concordance.rhoHint")}>
                {words("analysis.concordance.rho")}
              </th>
              <th scope="col">{words("analysis.head.p")}</th>
              <th scope="col" data-number title={words("analysis.concordance.firstHint")}>
                {words("analysis.concordance.first")}
              </th>
              <th scope="col">{words("analysis.concordance.looks")}</th>
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={step}>
            {metrics.map((one, at) => (
              <tr
                key={one.metric}
                data-chosen={one.metric === chosen || undefined}
                onClick={() => onChoose(one.metric)}
              >
                <td data-number>
                  {one.placeShown === "" ? "–" : <Place shown={one.placeShown} />}
                </td>
                <th scope="row">
                  <UnstyledButton
                    className={styles.metric}
                    aria-pressed={one.metric === chosen}
                    tabIndex={one.metric === chosen ? 0 : -1}
                    title={one.title}
                    data-testid={`metric-${one.metric}`}
                  >
                    {one.title}
                  </UnstyledButton>
                </th>
                {at === 0 && (
                  <td rowSpan={metrics.length} className={styles.picture}>
                    <Picture metrics={metrics} ceiling={ceiling} title={title} />
                  </td>
                )}
                <Numbers metric={one} />
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <Legend metrics={metrics} ceiling={ceiling} />
    </figure>
  );
}

/** A place, and the places that other cases would have given. */
function Place({ shown }: { shown: string }) {
  // Places are whole, but for those that are shared.
  const [place, interval] = parted(shown.replaceAll(/\.00\b/g, ""));
  return (
    <>
      <b>{place}</b> <span className={styles.mute}>{interval}</span>
    </>
  );
}

function Numbers({ metric }: { metric: CaseMetricView }) {
  const { shown, reason, test, verdict, first, turned, known } = metric;
  const [rho, interval] = parted(shown);
  return (
    <>
      <td data-number>
        {shown === "" ? (
          <Why
            short={words("analysis.none.short")}
            text={reason ? failureOf(reason).message : words("analysis.none.text")}
          />
        ) : (
          <>
            {rho} <span className={styles.mute}>{interval}</span>
          </>
        )}
      </td>
      <td className={styles.verdict} data-verdict={verdict}>
        {test !== "" && <span className={styles.mute}>{test} · </span>}
        {shown !== "" && words(`analysis.concordance.verdict.${verdictOf(verdict)}`)}
      </td>
      <td data-number>{first === null ? "–" : `${Math.round(100 * first)} %`}</td>
      <td>
        {words(turned ? "analysis.concordance.low" : "analysis.concordance.high")}
        {!known && " *"}
      </td>
    </>
  );
}

/** How an agreement came out, as a word of the catalogue. */
export function verdictOf(verdict: string): "agrees" | "opposite" | "notShown" {
  return verdict === "agrees" || verdict === "opposite" ? verdict : "notShown";
}

function titleOf(metrics: CaseMetricView[]): string {
  const agree = metrics.filter(({ verdict }) => verdict === "agrees").length;
  if (agree === 0) return words("analysis.concordance.none", { count: metrics.length });
  return words("analysis.concordance.some", { count: agree, n: metrics.length });
}

type PictureProps = Pick<Props, "metrics" | "ceiling"> & { title: string };

function Picture({ metrics, ceiling, title }: PictureProps) {
  const { lower, upper, repeats } = ceiling;
  const held = metrics.flatMap(({ agreement, withEach, interval }) => [
    agreement ?? 0,
    withEach ?? 0,
    ...(endsOf(interval) ?? []),
  ]);
  const axis = correlationAxis([...held, lower ?? 0, upper ?? 0, repeats ?? 0], 10, WIDTH - 20);
  const height = metrics.length * ROW;
  return (
    <AxisPicture
      title={title}
      axis={axis}
      width={WIDTH}
      height={height}
      below={AXIS}
      written={plain}
      nothing={0}
      behind={
        <>
          {lower !== null && upper !== null && (
            <rect
              className={styles.band}
              x={axis.at(Math.min(lower, upper))}
              width={Math.max(2, Math.abs(axis.at(upper) - axis.at(lower)))}
              y={0}
              height={height}
            />
          )}
          {repeats !== null && (
            <path className={styles.repeats} d={`M${axis.at(repeats)} 0V${height}`} />
          )}
        </>
      }
    >
      {metrics.map(({ metric, agreement, interval, withEach, verdict }, at) => {
        const y = at * ROW + ROW / 2;
        return (
          <g key={metric}>
            <Whisker axis={axis} interval={interval} y={y} />
            {withEach !== null && (
              <circle className={styles.each} cx={axis.at(withEach)} cy={y} r={3.5} />
            )}
            {agreement !== null && (
              <rect
                className={styles.square}
                data-verdict={verdict}
                x={axis.at(agreement) - 4}
                y={y - 4}
                width={8}
                height={8}
              />
            )}
          </g>
        );
      })}
    </AxisPicture>
  );
}

/** What the marks of the picture are, with the numbers of the readers. */
function Legend({ metrics, ceiling }: Pick<Props, "metrics" | "ceiling">) {
  const { lower, upper, repeats, reason } = ceiling;
  return (
    <p className={styles.legend}>
      <span>
        <svg width="10" height="10" aria-hidden="true">
          <rect className={styles.square} data-verdict="agrees" x="1" y="1" width="8" height="8" />
        </svg>
        {words("analysis.concordance.legend.shown")}
      </span>
      <span>
        <svg width="10" height="10" aria-hidden="true">
          <rect className={styles.square} x="1" y="1" width="8" height="8" />
        </svg>
        {words("analysis.concordance.legend.notShown")}
      </span>
      <span>
        <svg width="10" height="10" aria-hidden="true">
          <circle className={styles.each} cx="5" cy="5" r="3.5" />
        </svg>
        {words("analysis.concordance.legend.each")}
      </span>
      {lower !== null && upper !== null && (
        <span>
          <svg width="14" height="12" aria-hidden="true">
            <rect className={styles.band} width="14" height="12" />
          </svg>
          {words("analysis.concordance.legend.ceiling", {
            lower: like(DIGITS, lower),
            upper: like(DIGITS, upper),
          })}
        </span>
      )}
      {repeats !== null && (
        <span>
          <svg width="6" height="12" aria-hidden="true">
            <path className={styles.repeats} d="M3 0V12" />
          </svg>
          {words("analysis.concordance.legend.repeats", { value: like(DIGITS, repeats) })}
        </span>
      )}
      {reason && (
        <span>
          {words("analysis.concordance.legend.noCeiling", { why: failureOf(reason).message })}
        </span>
      )}
      {metrics.some(({ known }) => !known) && (
        <span>{words("analysis.concordance.legend.unknown")}</span>
      )}
    </p>
  );
}
