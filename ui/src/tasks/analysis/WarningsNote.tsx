import { words } from "../../core/words";
import { WarnIcon } from "../../shared/icons";
import styles from "./AnalysisPage.module.css";

/** What has to be known before anything else is read; nothing when there is nothing. */
export function WarningsNote({ warnings }: { warnings: string[] }) {
  if (warnings.length === 0) return null;
  return (
    <div
      role="note"
      aria-label={words("analysis.warnings")}
      className={styles.warnings}
      data-testid="warnings"
    >
      <WarnIcon />
      <ul>
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </div>
  );
}
