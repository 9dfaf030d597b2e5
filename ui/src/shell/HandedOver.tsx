import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { ProjectView } from "../core/bindings";
import { handOver } from "../core/handing";
import { seesProject } from "../core/people";
import { words } from "../core/words";
import styles from "./HandedOver.module.css";

type Props = {
  project: ProjectView;
  onLock: () => void;
};

/**
 * What stands in the coordinator's window from the moment a reading room opens.
 *
 * A reader who leaves the room sees this, and nothing of the project. One who signed in goes back to
 * their own desk.
 */
export function HandedOver({ project, onLock }: Props) {
  const own = !seesProject(project);
  // Whoever comes to this screen may be the reader: where there are users, the project asks who it is.
  const back = project.you && !own ? onLock : () => handOver(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className={styles.page}>
      <h1 ref={heading} tabIndex={-1} className={styles.heading}>
        {words(own ? "handed.ownTitle" : "handed.title")}
      </h1>
      <p className={styles.text}>{words(own ? "handed.ownText" : "handed.text")}</p>
      <div className={styles.buttons}>
        <Button variant={own ? "filled" : "default"} onClick={back} data-testid="take-back">
          {words(own ? "handed.ownBack" : "handed.back")}
        </Button>
        {project.you && own && (
          <Button variant="default" onClick={onLock} data-testid="lock">
            {words("people.lock")}
          </Button>
        )}
      </div>
    </main>
  );
}
