import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { handOver } from "../core/handing";
import { words } from "../core/words";
import styles from "./HandedOver.module.css";

/**
 * What stands in the coordinator's window from the moment a reading room opens.
 *
 * A reader who leaves the room sees this, and nothing of the project.
 */
export function HandedOver() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className={styles.page}>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        {words("handed.title")}
      </h1>
      <p className={styles.text}>{words("handed.text")}</p>
      <Button variant="default" onClick={() => handOver(false)} data-testid="take-back">
        {words("handed.back")}
      </Button>
    </main>
  );
}
