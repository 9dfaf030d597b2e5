import { useMemo, useState } from "react";
import type { AnalysisView, MarkMapView, StudyView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { CaseDialog } from "../cases/CaseDialog";
import { sourceKey, sourceOf, sourcesOf } from "../cases/sources";
import { Part } from "../Part";
import { pointNames } from "../points";
import { HeatMap } from "./HeatMap";
import { heatOf } from "./heat";
import { MarkedCases } from "./MarkedCases";
import styles from "./Marks.module.css";
import { cuesOf, questionsOf } from "./marking";
import { SourceMarks } from "./SourceMarks";

type Props = { analysis: AnalysisView; study: StudyView };

/** Where readers marked pictures, source by source: the catalogue of what gave cases away. */
export function MarksPart({ analysis, study }: Props) {
  return (
    <Part id="marks" title={words("analysis.marks.title")} note={words("analysis.marks.note")}>
      {questionsOf(analysis.marks).map((maps) => (
        <Question key={maps[0]?.question} maps={maps} analysis={analysis} study={study} />
      ))}
    </Part>
  );
}

function Question({ maps, analysis, study }: Props & { maps: MarkMapView[] }) {
  const [opened, setOpened] = useState<string | null>(null);
  const sources = sourcesOf(maps);
  const choices = analysis.sections.find(({ section }) => section === "choices");
  const drawn = useMemo(
    () =>
      maps.map((map) => {
        const size = map.cases.find((one) => one.size !== null)?.size ?? ([1, 1] as const);
        const marks = map.cases.flatMap((one) => one.marks);
        return { map, size, marks, heat: heatOf(marks, map.nAnswers, size) };
      }),
    [maps],
  );
  // One scale for all maps, so that the darker one has more marks.
  const most = drawn.reduce(
    (most, { heat }) => heat.values.reduce((more, value) => Math.max(more, value), most),
    0,
  );
  const read = analysis.readCases.find(({ cases }) => cases.some((one) => one.case === opened));
  return (
    <div className={styles.question}>
      <h3>{maps[0]?.questionText}</h3>
      {maps.every(({ nMarks }) => nMarks === 0) ? (
        <p className={styles.mute} data-testid="no-marks">
          {words("analysis.marks.nothing")}
        </p>
      ) : (
        <>
          <div className={styles.sources}>
            {drawn.map(({ map, size, marks, heat }) => (
              <SourceMarks
                key={sourceKey(map)}
                map={map}
                source={sourceOf(map, sources)}
                cues={cuesOf(choices, study.stages, map)}
              >
                <HeatMap heat={heat} most={most} size={size} marks={marks} map={map} />
              </SourceMarks>
            ))}
          </div>
          <MarkedCases maps={maps} sources={sources} study={study.id} onOpen={setOpened} />
        </>
      )}
      {read && opened !== null && (
        <CaseDialog
          read={read}
          at={read.cases.findIndex((one) => one.case === opened)}
          names={pointNames(study.stages, read.question)}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}
