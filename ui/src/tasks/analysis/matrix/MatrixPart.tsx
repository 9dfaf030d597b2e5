import type { ReadCasesView, StudyView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { Part } from "../Part";
import { pointNames } from "../points";
import { Matrix } from "./Matrix";
import styles from "./Matrix.module.css";

type Props = { reads: ReadCasesView[]; study: StudyView };

/** Who said what of which case, question by question. */
export function MatrixPart({ reads, study }: Props) {
  return (
    <Part id="cases" title={words("analysis.matrix.title")} note={words("analysis.matrix.note")}>
      {reads.map((read) => (
        <div key={read.question}>
          {reads.length > 1 && <h3 className={styles.question}>{read.questionText}</h3>}
          <Matrix read={read} names={pointNames(study.stages, read.question)} />
        </div>
      ))}
    </Part>
  );
}
