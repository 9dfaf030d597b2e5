import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReadCasesView, SectionView, StudyView } from "../../../core/bindings";
import { facts } from "../../../core/facts";
import { go } from "../../../core/place";
import { words } from "../../../core/words";
import { Fold } from "../../../shared/Fold";
import { listed } from "../../../shared/numbers";
import { rankOf } from "../arranging";
import { FindingsTable } from "../FindingsTable";
import { Part } from "../Part";
import { pointNames } from "../points";
import { Concordance } from "./Concordance";
import styles from "./ConcordancePart.module.css";

type Props = {
  reads: ReadCasesView[];
  /** The same as numbers; nothing where nothing was measured. */
  section: SectionView | undefined;
  study: StudyView;
};

/** How many measures are named to whoever has none. */
const NAMED = 4;

/** Metrics of single cases against what experts said of them: the order, the cases, the numbers. */
export function ConcordancePart({ reads, section, study }: Props) {
  const title = section?.title ?? words("analysis.concordance.title");
  if (!section) {
    return (
      <Part id="concordance" title={title} note={words("analysis.concordance.about")}>
        <Nothing study={study} />
      </Part>
    );
  }
  const { findings } = section;
  return (
    <Part id="concordance" title={title} note={section.note} rank={rankOf(findings)}>
      {reads
        .filter(({ metrics }) => metrics.length > 0)
        .map((read) => (
          <div key={read.question}>
            {reads.length > 1 && <h3 className={styles.question}>{read.questionText}</h3>}
            <Concordance read={read} names={pointNames(study.stages, read.question)} />
          </div>
        ))}
      <Fold
        title={words("analysis.numbers", { count: findings.length })}
        note={words("analysis.concordance.numbersNote")}
        testId="concordance-numbers"
      >
        <FindingsTable findings={findings} caption={title} />
      </Fold>
    </Part>
  );
}

/** Which measures there are for such cases, and the way to them. */
function Nothing({ study }: { study: StudyView }) {
  const { data: metrics } = useQuery(facts.metrics());
  const fit = (metrics ?? []).filter(
    ({ level, modalities, needs }) =>
      level.includes("instance") && modalities.includes(study.modality) && needs === "",
  );
  const named = fit.slice(0, NAMED).map(({ title }) => title);
  return (
    <div className={styles.nothing} data-testid="concordance-nothing">
      <p>
        {named.length > 0
          ? words("analysis.concordance.nothing", { metrics: listed(named) })
          : words("analysis.concordance.nothingAtAll")}
      </p>
      <Button variant="default" onClick={() => go("measure", "new")} data-testid="to-measure">
        {words("analysis.concordance.toMeasure")}
      </Button>
    </div>
  );
}
