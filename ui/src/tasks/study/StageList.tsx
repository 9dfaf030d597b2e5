import type { StageView } from "../../core/bindings";
import { textOf, words } from "../../core/words";
import { answerText, itemNotes } from "./asking";
import styles from "./StageList.module.css";

type Props = { stages: StageView[]; skipped?: string[] };

/** What readers are asked, stage after stage, and what is not asked of these cases. */
export function StageList({ stages, skipped = [] }: Props) {
  return (
    <div className={styles.stages} data-testid="stages">
      {stages.map((stage, at) => (
        <section key={stage.id}>
          <h3 className={styles.stage}>
            {words("study.stage", { n: at + 1 })}
            <span>{words(stage.disclosed ? "study.disclosed" : "study.notDisclosed")}</span>
          </h3>
          {stage.tasks.map((task) => (
            <div key={task.id} className={styles.task}>
              <p className={styles.show}>{textOf("ui", `study.show.${task.show}`) ?? task.show}</p>
              <ol className={styles.items}>
                {task.items.map((item) => (
                  <li key={item.id}>
                    <span className={styles.text}>{item.text}</span>{" "}
                    <span className={styles.mute}>
                      {[answerText(item.answer), ...itemNotes(item)].join(" · ")}
                    </span>
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </section>
      ))}
      {skipped.length > 0 && (
        <p className={styles.skipped}>
          {words("study.skipped", { count: skipped.length, tasks: skipped.join(", ") })}
        </p>
      )}
    </div>
  );
}
