import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { words } from "../../core/words";
import { percent } from "../../shared/numbers";
import { Progress } from "../../shared/Progress";
import styles from "./ProtectionPage.module.css";

type Props = { text: string; share: number | null; onStop: () => void };

/** How far encrypting or decrypting is. */
export function Sealing({ text, share, onStop }: Props) {
  const [stopping, setStopping] = useState(false);
  const stop = () => {
    setStopping(true);
    onStop();
  };
  return (
    <div className={styles.dialog} data-testid="sealing">
      <p>{text}</p>
      <div className={styles.progress}>
        <Progress share={share} label={text} width="100%" />
        <span>{share === null ? "" : percent(Math.floor(share * 100) / 100)}</span>
      </div>
      <p className={styles.mute}>{words("protect.sealing.hint")}</p>
      <Group justify="flex-end">
        <Button
          variant="default"
          onClick={stop}
          disabled={stopping}
          data-autofocus
          data-testid="stop-sealing"
        >
          {words("action.stop")}
        </Button>
      </Group>
    </div>
  );
}
