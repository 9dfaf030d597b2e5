import type { StageView } from "../../core/bindings";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { count } from "../../shared/numbers";
import type { Claim } from "./arranging";
import { Part } from "./Part";
import styles from "./PointsPart.module.css";
import { barsOf, pointNames } from "./points";
import { Wide } from "./Wide";

type Props = { claims: Claim[]; stages: StageView[] };

/** How sure each reader was, of real cases and of synthetic ones. */
export function PointsPart({ claims, stages }: Props) {
  return (
    <Part id="points" title={words("analysis.points.title")} note={words("analysis.points.note")}>
      {claims
        .filter(({ points }) => points.length > 0)
        .map((claim) => (
          <PointsTable
            key={claim.question}
            claim={claim}
            names={pointNames(stages, claim.question)}
          />
        ))}
    </Part>
  );
}

const WIDTH = 360;

function PointsTable({
  claim: { points, questionText },
  names,
}: {
  claim: Claim;
  names: string[];
}) {
  const places = Array.from(
    { length: Math.max(...points.map(({ counts }) => counts.length)) },
    (_, at) => at,
  );
  return (
    <Wide label={questionText}>
      <table className={styles.table} aria-label={questionText} data-testid="points">
        <thead>
          <tr>
            <th scope="col">{words("analysis.claim.reader")}</th>
            <th scope="col">{words("analysis.points.cases")}</th>
            <th scope="col" className={styles.picture}>
              <span className={styles.ends}>
                <span>← {names[0] ?? words("arm.real")}</span>
                <span>{names.at(-1) ?? words("arm.synthetic")} →</span>
              </span>
            </th>
            {places.map((at) => (
              <th key={at} scope="col" data-number title={names[at]}>
                {at + 1}
              </th>
            ))}
            <th scope="col" data-number>
              {words("analysis.points.n")}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ reader, synthetic, counts }, at) => {
            const isFirst = points[at - 1]?.reader !== reader;
            const arm = synthetic ? "synthetic" : "real";
            return (
              <tr key={`${reader} ${arm}`} data-first={isFirst || undefined}>
                <th scope="row">
                  {isFirst ? reader : <span className={styles.same}>{reader}</span>}
                </th>
                <td>
                  <span className={styles.arm}>
                    <ArmMark arm={arm} size={8} /> {words(`arm.${arm}`)}
                  </span>
                </td>
                <td className={styles.picture}>
                  <Bars
                    counts={counts}
                    label={words("analysis.points.bar", {
                      reader,
                      arm: words(`arm.${arm}`),
                      counts: counts.map(count).join(", "),
                    })}
                  />
                </td>
                {places.map((place) => (
                  <td key={place} data-number>
                    {count(counts[place] ?? 0)}
                  </td>
                ))}
                <td data-number className={styles.sum}>
                  {count(counts.reduce((sum, n) => sum + n, 0))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}

/** One bar that leans to the side that was called more often: the surer, the darker and farther out. */
function Bars({ counts, label }: { counts: number[]; label: string }) {
  return (
    <svg width={WIDTH} height={20} viewBox={`0 0 ${WIDTH} 20`} role="img" aria-label={label}>
      {barsOf(counts, WIDTH).map(({ place, x, width, shade }) => (
        <rect key={place} x={x} y={2} width={width} height={16} fill={shade} />
      ))}
      <path d={`M${WIDTH / 2} 0V20`} stroke="var(--ink)" />
    </svg>
  );
}
