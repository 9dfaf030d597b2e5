import { Button } from "@mantine/core";
import { commands, type ProtectionView } from "../../core/bindings";
import { words } from "../../core/words";
import { useSay } from "../../shared/Toasts";
import { useAct } from "../../shared/useAct";
import styles from "./ProtectionPage.module.css";

type Props = { protection: ProtectionView };

/** Where the trail stands now, signed, to be kept by somebody else. */
export function TrailPart({ protection: { checkpoint, key } }: Props) {
  const act = useAct();
  const say = useSay();
  const save = async () => {
    if (await act(() => commands.saveCheckpoint())) say.done(words("protect.trail.saved"));
  };
  return (
    <section className={styles.trail} aria-labelledby="trail">
      <header className={styles.trailHead}>
        <div>
          <h2 id="trail" className={styles.heading}>
            {words("protect.trail.title")}
          </h2>
          <p className={styles.mute}>{words("protect.trail.text")}</p>
        </div>
        <Button variant="default" onClick={save} data-testid="save-checkpoint">
          {words("protect.trail.save")}
        </Button>
      </header>
      <pre className={styles.note} data-testid="checkpoint">
        {checkpoint.trim()}
      </pre>
      <dl className={styles.facts}>
        <dt>{words("protect.trail.key")}</dt>
        <dd>
          <code>{key}</code>
        </dd>
        <dt>{words("protect.trail.check")}</dt>
        <dd>
          <code>touchstone verify-log trail.jsonl checkpoint.txt --key …</code>
        </dd>
      </dl>
    </section>
  );
}
