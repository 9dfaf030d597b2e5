import { Modal } from "@mantine/core";
import type { ReadCasesView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { three } from "../../../shared/numbers";
import { CaseSample } from "./CaseSample";
import styles from "./Cases.module.css";
import { SourceMark } from "./SourceMark";
import { callText, nextToExperts, pointText, signed } from "./saying";
import { sourceName, sourceOf, sourcesOf } from "./sources";

type Props = {
  read: ReadCasesView;
  /** The case, by its place. */
  at: number;
  /** What the points are called. */
  names: string[];
  onClose: () => void;
};

/** A case as it is, beside its truth, what each reader said of it, and what was measured of it. */
export function CaseDialog({ read, at, names, onClose }: Props) {
  const one = read.cases[at];
  if (!one) return null;
  const source = sourceOf(one, sourcesOf(read.cases));
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1280px, 94vw)"
      yOffset="4vh"
      title={[one.case, source && sourceName(source)].join(" · ")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <div className={styles.dialog} data-testid="case-dialog">
        <div className={styles.sample}>
          {one.sample && <CaseSample sample={one.sample} label={one.case} />}
        </div>
        <div className={styles.facts}>
          <dl className={styles.truth}>
            <dt>{words("analysis.cases.truth")}</dt>
            <dd>
              <SourceMark source={source} />
            </dd>
            {one.label !== "" && (
              <>
                <dt>{words("analysis.cases.sample")}</dt>
                <dd>{one.label}</dd>
              </>
            )}
            {one.stratum !== null && (
              <>
                <dt>{words("samples.stratum")}</dt>
                <dd>{one.stratum}</dd>
              </>
            )}
            <dt>{words("analysis.cases.mean")}</dt>
            <dd>
              {words("analysis.cases.meanOf", { mean: one.point.toFixed(2), n: read.nPoints })}
            </dd>
            <dt>{words("analysis.cases.called")}</dt>
            <dd>{callText(one)}</dd>
          </dl>
          <Said read={read} at={at} names={names} />
          <Measured read={read} at={at} />
        </div>
      </div>
    </Modal>
  );
}

function Said({ read, at, names }: Omit<Props, "onClose">) {
  const one = read.cases[at];
  if (!one) return null;
  return (
    <table className={styles.table}>
      <caption>{words("analysis.cases.said")}</caption>
      <tbody>
        {read.readers.map(({ reader }, place) => {
          const point = one.points[place] ?? null;
          const isRight = point !== null && read.syntheticFrom <= point === one.synthetic;
          return (
            <tr key={reader}>
              <th scope="row">{reader}</th>
              <td>{pointText(point, names)}</td>
              <td data-wrong={(point !== null && !isRight) || undefined}>
                {point === null ? "" : words(`analysis.cases.${isRight ? "right" : "wrong"}`)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Measured({ read, at }: Pick<Props, "read" | "at">) {
  if (read.metrics.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption>{words("analysis.cases.measured")}</caption>
      <thead>
        <tr>
          <th scope="col">{words("analysis.concordance.metric")}</th>
          <th scope="col" data-number>
            {words("analysis.concordance.list.value")}
          </th>
          <th scope="col" colSpan={2}>
            {words("analysis.cases.than")}
          </th>
        </tr>
      </thead>
      <tbody>
        {read.metrics.map(({ metric, title, unit, values, apart: { [at]: apart = null } }) => (
          <tr key={metric}>
            <th scope="row">{title}</th>
            <td data-number>
              {three(values[at] ?? null) || "–"}
              {unit && ` ${unit}`}
            </td>
            <td data-number>{signed(apart)}</td>
            <td>{apart !== null && words(`analysis.cases.${nextToExperts(apart)}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
