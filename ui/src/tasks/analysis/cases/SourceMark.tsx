import { ArmMark } from "../../../shared/ArmMark";
import styles from "./Cases.module.css";
import { type Source, sourceName } from "./sources";

type Props = {
  source: Source | undefined;
  /** How many lines a long name may take: one, two, or as many as it needs. */
  lines?: "one" | "two" | "all";
};

/** The mark and the name of a source. */
export function SourceMark({ source, lines = "one" }: Props) {
  if (!source) return null;
  const name = sourceName(source);
  return (
    <span className={styles.source} data-lines={lines}>
      <ArmMark arm={source.arm} size={8} place={source.place} />
      <span title={name}>{name}</span>
    </span>
  );
}
