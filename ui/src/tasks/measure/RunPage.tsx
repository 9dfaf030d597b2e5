import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ResultView, RunHead, RunView, SetView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go } from "../../core/place";
import { textOf, words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { FailureNote } from "../../shared/FailureNote";
import { count, listed, moment } from "../../shared/numbers";
import { PageHeader } from "../../shared/PageHeader";
import { ClosestPairs } from "./ClosestPairs";
import { Findings } from "./Findings";
import styles from "./RunPage.module.css";
import { placesIn } from "./telling";
import { ValueDrawer } from "./ValueDrawer";
import { ValueTable } from "./ValueTable";

type Props = { id: number; runs: RunHead[]; sets: SetView[] };

/** What one run says: sentences first, then the closest pairs, then every value. */
export function RunPage({ id, runs, sets }: Props) {
  const { data: run, error } = useQuery(facts.run(id));
  const [looked, lookAt] = useState<ResultView | null>(null);
  const placeOf = useMemo(() => placesIn(run ?? { synthetic: [] }), [run]);
  if (error) return <FailureNote failure={error} />;
  if (!run) return null;
  return (
    <>
      <PageHeader title={words("measure.says")} sub={aboutRun(run, sets, runs.length === 1)}>
        {runs.length > 1 && (
          <Select
            aria-label={words("measure.runs")}
            value={String(id)}
            w={176}
            comboboxProps={{ width: 360, position: "bottom-end" }}
            data={runs.map((one) => ({ value: String(one.id), label: moment(one.createdAt) }))}
            renderOption={({ option }) => (
              <RunOption run={runs.find(({ id }) => String(id) === option.value)} />
            )}
            onChange={(value) => value && go("measure", Number(value))}
            data-testid="runs"
          />
        )}
        <Button variant="default" onClick={() => go("measure", "new")} data-testid="new-measure">
          {words("measure.again")}
        </Button>
        <Button onClick={() => go("study", "new")} data-testid="to-study">
          {words("measure.toStudy")}
        </Button>
      </PageHeader>
      <Chips run={run} sets={sets} placeOf={placeOf} />
      {run.state !== "done" && (
        <p className={styles.unfinished} data-testid="unfinished">
          {textOf("ui", `measure.unfinished.${run.state}`, { n: count(run.results.length) })}
        </p>
      )}
      <Findings run={run} onLook={lookAt} />
      {run.closest.length > 0 && <ClosestPairs pairs={run.closest} sets={sets} placeOf={placeOf} />}
      {run.results.length > 0 && (
        <ValueTable results={run.results} placeOf={placeOf} onLook={lookAt} />
      )}
      {looked && (
        <ValueDrawer
          result={looked}
          placeOf={placeOf}
          sets={sets}
          seed={run.seed}
          feature={run.feature}
          onClose={() => lookAt(null)}
        />
      )}
    </>
  );
}

/** The sets that were compared, as small links. */
function Chips({
  run,
  sets,
  placeOf,
}: {
  run: RunView;
  sets: SetView[];
  placeOf: (set: number) => number;
}) {
  const shown = [run.real, ...run.synthetic].flatMap(
    (id) => sets.find((set) => set.id === id) ?? [],
  );
  return (
    <div className={styles.chips}>
      {shown.map((set) => (
        <a key={set.id} className={styles.chip} href={`#/samples/${set.id}`}>
          <ArmMark arm={set.arm} place={placeOf(set.id)} />
          <span className={styles.chipName}>{set.name}</span>
          <span className={styles.mute}>{count(set.nSamples)}</span>
        </a>
      ))}
    </div>
  );
}

function aboutRun(run: RunView, sets: SetView[], isOnly: boolean): string {
  const real = sets.find(({ id }) => id === run.real);
  return [
    run.synthetic.length > 0
      ? words("measure.against", { count: run.synthetic.length, real: run.realName })
      : words("measure.alone", { real: run.realName }),
    real?.nSubjects
      ? words("count.patients", { count: real.nSubjects, n: count(real.nSubjects) })
      : "",
    run.feature === "" ? "" : words("measure.feature", { feature: run.feature }),
    words("seed.is", { seed: run.seed }),
    isOnly ? moment(run.createdAt) : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

function RunOption({ run }: { run: RunHead | undefined }) {
  if (!run) return null;
  const { createdAt, syntheticNames, realName } = run;
  return (
    <div>
      {moment(createdAt)}
      <div className={styles.detail}>
        {syntheticNames.length > 0
          ? words("measure.runName", { synthetic: listed(syntheticNames), real: realName })
          : realName}
      </div>
    </div>
  );
}
