import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { words } from "../../core/words";
import { percent } from "../../shared/numbers";
import { Progress } from "../../shared/Progress";
import styles from "./AnalysisPage.module.css";
import type { AnalysisState } from "./useAnalysis";

/** What is soon done needs no progress, in milliseconds. */
const SHOWN_AFTER = 500;
/** What takes longer can be stopped, in milliseconds. */
const STOPPED_AFTER = 2000;

type Props = { analysis: Pick<AnalysisState, "share" | "stop"> };

/** How far the analysis is: nothing for half a second, and a way to stop it after two. */
export function Analysing({ analysis: { share, stop } }: Props) {
  const [stopping, setStopping] = useState(false);
  const shown = useAfter(SHOWN_AFTER);
  const stoppable = useAfter(STOPPED_AFTER);
  if (!shown) return null;
  const text = words("analysis.at");
  return (
    <div className={styles.waiting} data-testid="analysing">
      <span role="status">{text}</span>
      <Progress share={share} label={text} width={240} />
      <span className={styles.share}>
        {share === null ? "" : percent(Math.floor(share * 100) / 100)}
      </span>
      {stoppable && (
        <Button
          variant="default"
          size="compact-md"
          disabled={stopping}
          onClick={() => {
            setStopping(true);
            stop();
          }}
          data-testid="stop-waiting"
        >
          {words("action.stop")}
        </Button>
      )}
    </div>
  );
}

/** Whether so many milliseconds went by since this came on screen. */
function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const waiting = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(waiting);
  }, [ms]);
  return passed;
}
