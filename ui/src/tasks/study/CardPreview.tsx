import { useQuery } from "@tanstack/react-query";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import styles from "./StudySetup.module.css";

type Props = { real: number; synthetic: number[] };

/** Which columns readers will see of a patient, and why the others are left off. */
export function CardPreview({ real, synthetic }: Props) {
  const { data, error } = useQuery(facts.preview(real, synthetic));
  if (error) return <FailureNote failure={error} />;
  if (!data) return null;
  const { columns, leftOff } = data;
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
