import { ArmMark } from "../../../shared/ArmMark";
import styles from "./Cases.module.css";
import { type Source, sourceName } from "./sources";

/** The mark and the name of a source, on one line. */
export function SourceMark({ source }: { source: Source | undefined }) {
  if (!source) return null;
  const name = sourceName(source);
  return (
    <span className={styles.source}>
      <ArmMark arm={source.arm} size={8} place={source.place} />
      <span title={name}>{name}</span>
    </span>
  );
}
