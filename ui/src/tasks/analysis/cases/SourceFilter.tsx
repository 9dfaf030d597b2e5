import { UnstyledButton } from "@mantine/core";
import { words } from "../../../core/words";
import { count } from "../../../shared/numbers";
import styles from "./Cases.module.css";
import { SourceMark } from "./SourceMark";
import { type Source, sourceName } from "./sources";

type Props = {
  sources: Source[];
  /** The keys of the sources that are not shown. */
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
};

/** The sources with their marks: each is shown or left out. */
export function SourceFilter({ sources, hidden, onHidden }: Props) {
  const turn = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    onHidden(next);
  };
  return (
    <div role="group" className={styles.filter} aria-label={words("analysis.cases.sources")}>
      {sources.map((source) => (
        <UnstyledButton
          key={source.key}
          className={styles.chip}
          aria-pressed={!hidden.has(source.key)}
          aria-label={words("analysis.cases.show", { source: sourceName(source), count: source.n })}
          onClick={() => turn(source.key)}
          data-testid={`source-${source.arm}-${source.place}`}
        >
          <SourceMark source={source} />
          <span className={styles.chipN}>{count(source.n)}</span>
        </UnstyledButton>
      ))}
    </div>
  );
}
