import { Button } from "@mantine/core";
import { words } from "../../core/words";
import styles from "./StartPage.module.css";

type Props = { busy: boolean; onTour: () => void };

const STOPS = ["look", "measure", "understand", "read", "export"] as const;

/** What somebody sees who has no project yet: a way to learn the program in ten minutes. */
export function FirstStart({ busy, onTour }: Props) {
  return (
    <section className={styles.first} aria-label={words("start.tour.title")}>
      <h2 className={styles.firstTitle}>{words("start.tour.title")}</h2>
      <p className={styles.firstText}>{words("start.tour.text")}</p>
      <ol className={styles.stops}>
        {STOPS.map((stop) => (
          <li key={stop}>{words(`start.tour.steps.${stop}`)}</li>
        ))}
      </ol>
      <Button onClick={onTour} disabled={busy} data-testid="take-tour">
        {words("start.tour.take")}
      </Button>
    </section>
  );
}
