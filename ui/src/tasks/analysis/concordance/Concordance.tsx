import { useRef, useState } from "react";
import type { ReadCasesView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { CaseDialog } from "../cases/CaseDialog";
import { SourceFilter } from "../cases/SourceFilter";
import { sourceKey, sourcesOf } from "../cases/sources";
import { CaseList } from "./CaseList";
import { ChosenCase } from "./ChosenCase";
import styles from "./ConcordancePart.module.css";
import type { Looking } from "./looking";
import { Ranking, verdictOf } from "./Ranking";
import { dotsOf, Scatter } from "./Scatter";
import { type Brush, byDisagreement, holds } from "./scattering";

type Props = {
  read: ReadCasesView;
  /** What the points are called. */
  names: string[];
};

/** One question: its metrics in order, and the cases of the one that is looked at. */
export function Concordance({ read, names }: Props) {
  const [metricId, setMetric] = useState(read.metrics[0]?.metric ?? "");
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [brush, setBrush] = useState<Brush | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [opened, setOpened] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);

  const metric = read.metrics.find((one) => one.metric === metricId) ?? read.metrics[0];
  if (!metric) return null;
  const sources = sourcesOf(read.cases);
  const keys = read.cases.map(sourceKey);
  const isShown = (at: number) => !hidden.has(keys[at] ?? "");
  const all = dotsOf(read, metric, (at) => keys[at] ?? "");
  const dots = all.filter(({ at }) => isShown(at));
  const cases = byDisagreement(
    dots.filter((dot) => holds(brush, dot)).map(({ at }) => at),
    metric.apart,
  );
  const choose = (at: number) => {
    setChosen(at);
    // What lies beside the rectangle is not in the list: who asks for it, leaves the rectangle.
    const dot = dots.find((one) => one.at === at);
    if (dot && !holds(brush, dot)) setBrush(null);
  };
  const inList = chosen !== null && cases.includes(chosen) ? chosen : null;
  const looking: Looking = { read, metric, sources, chosen: inList, onChoose: choose };
  const change = (id: string) => {
    setMetric(id);
    setBrush(null);
  };
  return (
    <>
      <Ranking
        metrics={read.metrics}
        ceiling={read.ceiling}
        chosen={metric.metric}
        onChoose={change}
      />
      <div className={styles.cases}>
        <figure className={styles.figure}>
          <figcaption className={styles.head}>
            {words(`analysis.concordance.says.${verdictOf(metric.verdict)}`, {
              metric: metric.title,
            })}
          </figcaption>
          <SourceFilter sources={sources} hidden={hidden} onHidden={setHidden} />
          <Scatter
            {...looking}
            dots={dots}
            names={names}
            brush={brush}
            onBrush={setBrush}
            onLeave={() =>
              list.current?.querySelector<HTMLElement>("tbody [tabindex='0']")?.focus()
            }
          />
        </figure>
        <div className={styles.list}>
          <h4 className={styles.head}>{words("analysis.concordance.list.title")}</h4>
          <p className={styles.count} role="status" data-testid="case-count">
            {words(brush ? "analysis.concordance.list.chosen" : "analysis.concordance.list.all", {
              count: cases.length,
              n: all.length,
            })}
            {all.length < read.cases.length &&
              ` ${words("analysis.concordance.list.without", { count: read.cases.length - all.length })}`}
          </p>
          <CaseList {...looking} cases={cases} onOpen={setOpened} list={list} />
          <ChosenCase {...looking} onOpen={setOpened} />
        </div>
      </div>
      {opened !== null && (
        <CaseDialog read={read} at={opened} names={names} onClose={() => setOpened(null)} />
      )}
    </>
  );
}
