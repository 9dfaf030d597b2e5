import type { StudyPreview } from "../../core/bindings";
import { words } from "../../core/words";
import styles from "./StudySetup.module.css";

type Props = { preview: StudyPreview };

/** Which columns readers will see of a patient, and why the others are left off. */
export function CardPreview({ preview }: Props) {
  const { columns, leftOff } = preview;
  return (
    <dl className={styles.card} data-testid="card-preview">
      <dt>{words("study.card")}</dt>
      <dd>{words("study.cardColumns", { count: columns.length, columns: columns.join(", ") })}</dd>
      <dt>{words("study.leftOff")}</dt>
      <dd>
        {leftOff.length === 0 ? (
          words("study.leftOffNone")
        ) : (
          <ul>
            {leftOff.map(({ column, why }) => (
              <li key={column}>
                <b>{column}</b>: {why}
              </li>
            ))}
          </ul>
        )}
      </dd>
    </dl>
  );
}
