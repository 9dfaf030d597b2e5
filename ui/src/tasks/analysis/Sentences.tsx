import type { SentenceView } from "../../core/bindings";
import { words } from "../../core/words";
import styles from "./AnalysisPage.module.css";
import { unbroken } from "./arranging";
import { Part } from "./Part";

/** What was shown and what was not: the claim first and large, what only suggests apart. */
export function Sentences({ sentences }: { sentences: SentenceView[] }) {
  const of = (rank: string) => sentences.filter((sentence) => sentence.rank === rank);
  const primary = of("primary");
  const secondary = of("secondary");
  const exploratory = of("exploratory");
  return (
    <Part id="says" title={words("analysis.says")} hidden>
      {primary.length > 0 && (
        <div className={styles.primary} data-testid="primary">
          <h3 className={styles.rankHead}>{words("analysis.sentences.primary")}</h3>
          {primary.map(({ text }) => (
            <p key={text}>{unbroken(text)}</p>
          ))}
        </div>
      )}
      {secondary.length > 0 && (
        <div className={styles.secondary} data-testid="secondary">
          <h3 className={styles.rankHead}>{words("analysis.sentences.secondary")}</h3>
          <Texts sentences={secondary} />
        </div>
      )}
      {exploratory.length > 0 && (
        <div className={styles.secondary} data-testid="exploratory">
          <h3 className={styles.rankHead}>{words("analysis.sentences.exploratory")}</h3>
          <p className={styles.mute}>{words("analysis.sentences.suggest")}</p>
          <Texts sentences={exploratory} />
        </div>
      )}
    </Part>
  );
}

function Texts({ sentences }: { sentences: SentenceView[] }) {
  return (
    <ul className={styles.texts}>
      {sentences.map(({ text }) => (
        <li key={text}>{unbroken(text)}</li>
      ))}
    </ul>
  );
}
