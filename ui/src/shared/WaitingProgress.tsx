import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { words } from "../core/words";
import { percent } from "./numbers";
import { Progress } from "./Progress";
import styles from "./WaitingProgress.module.css";

type Props = { text: string; hint: string; share: number | null; onStop: () => void };

/** How far work is that somebody waits for, and the way to stop it. */
export function WaitingProgress({ text, hint, share, onStop }: Props) {
  const [stopping, setStopping] = useState(false);
  const stop = () => {
    setStopping(true);
    onStop();
  };
  return (
    <div className={styles.dialog} data-testid="waiting">
      <p>{text}</p>
      <div className={styles.progress}>
        <Progress share={share} label={text} width="100%" />
        <span>{share === null ? "" : percent(Math.floor(share * 100) / 100)}</span>
      </div>
      <p className={styles.mute}>{hint}</p>
      <Group justify="flex-end">
        <Button
          variant="default"
          onClick={stop}
          disabled={stopping}
          data-autofocus
          data-testid="stop-waiting"
        >
          {words("action.stop")}
        </Button>
      </Group>
    </div>
  );
}
