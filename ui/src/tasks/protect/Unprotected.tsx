import { Button } from "@mantine/core";
import { words } from "../../core/words";
import styles from "./ProtectionPage.module.css";

type Props = { canChange: boolean; onProtect: () => void };

const SENTENCES = ["gives", "first", "forgotten"] as const;

/** What protecting a project gives, what it does not, and the one button that starts it. */
export function Unprotected({ canChange, onProtect }: Props) {
  return (
    <section className={styles.unprotected}>
      <dl className={styles.sentences}>
        {SENTENCES.map((name) => (
          <div key={name}>
            <dt>{words(`protect.none.${name}.title`)}</dt>
            <dd>{words(`protect.none.${name}.text`)}</dd>
          </div>
        ))}
      </dl>
      {canChange && (
        <Button size="md" onClick={onProtect} data-testid="protect">
          {words("protect.none.start")}
        </Button>
      )}
    </section>
  );
}
