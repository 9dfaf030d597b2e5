import type { AnalysisMethodView } from "../../core/bindings";
import { words } from "../../core/words";
import { Fold } from "../../shared/Fold";
import styles from "./AnalysisPage.module.css";
import { Part } from "./Part";

/** How each kind of number was found, and where that comes from. */
export function MethodsPart({ methods }: { methods: AnalysisMethodView[] }) {
  return (
    <Part id="methods" title={words("analysis.methods.title")}>
      <Fold
        title={words("analysis.methods.count", { count: methods.length })}
        note={words("analysis.methods.note")}
        testId="methods"
      >
        <dl className={styles.methods}>
          {methods.map(({ method, title, about, source }) => (
            <div key={method}>
              <dt>{title}</dt>
              <dd>
                {about} {source && <cite>{source}</cite>}
              </dd>
            </div>
          ))}
        </dl>
      </Fold>
    </Part>
  );
}
