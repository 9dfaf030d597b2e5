import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MarkedCaseView, MarkMapView } from "../../../core/bindings";
import { facts } from "../../../core/facts";
import { words } from "../../../core/words";
import { useObjectUrl } from "../../../shared/useObjectUrl";
import { SourceMark } from "../cases/SourceMark";
import { type Source, sourceKey } from "../cases/sources";
import styles from "./Marks.module.css";

type Props = {
  maps: MarkMapView[];
  sources: Source[];
  study: number;
  onOpen: (id: string) => void;
};

/** How many cases are shown at once. */
const PAGE = 24;

/** The cases that were marked, as readers saw them, with their marks: those with most marks first. */
export function MarkedCases({ maps, sources, study, onOpen }: Props) {
  const [n, setN] = useState(PAGE);
  const cases = maps
    .flatMap((map) => map.cases.map((one) => ({ one, key: sourceKey(map) })))
    .toSorted((a, b) => b.one.nMarks - a.one.nMarks);
  return (
    <>
      <h4 className={styles.head}>{words("analysis.marks.cases", { count: cases.length })}</h4>
      <ul className={styles.cases} data-testid="marked-cases">
        {cases.slice(0, n).map(({ one, key }, at) => (
          <li key={one.case}>
            <UnstyledButton
              className={styles.case}
              onClick={() => onOpen(one.case)}
              data-testid={`marked-${at + 1}`}
            >
              <MarkedPicture one={one} study={study} />
              <span className={styles.caption}>
                {one.case} · {words("analysis.marks.of", { count: one.nMarks })}
              </span>
              <span className={styles.caption}>
                <SourceMark source={sources.find((source) => source.key === key)} />
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {n < cases.length && (
        <Button variant="default" onClick={() => setN(n + PAGE)} data-testid="more-marked">
          {words("analysis.marks.more", { count: Math.min(PAGE, cases.length - n) })}
        </Button>
      )}
    </>
  );
}

/** A case as it was shown, with its marks. */
function MarkedPicture({ one, study }: { one: MarkedCaseView; study: number }) {
  const { data, isError } = useQuery(facts.shownThumbnail(study, one.case));
  const url = useObjectUrl(data);
  const [width, height] = one.size ?? [1, 1];
  return (
    <span className={styles.picture}>
      <span
        className={styles.fit}
        style={{ aspectRatio: `${width} / ${height}` }}
        data-tall={height > width || undefined}
      >
        {url && <img src={url} alt="" draggable={false} />}
        {isError && <span className={styles.none}>{words("analysis.marks.gone")}</span>}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {one.marks.map(([x, y], at) => (
            <g key={at}>
              <path className={styles.around} d={`M${100 * x} ${100 * y}h0`} />
              <path className={styles.dot} d={`M${100 * x} ${100 * y}h0`} />
            </g>
          ))}
        </svg>
      </span>
    </span>
  );
}
