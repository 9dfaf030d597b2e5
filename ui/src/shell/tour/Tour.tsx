import { Button, CloseButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ProjectView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go, usePlace } from "../../core/place";
import { words } from "../../core/words";
import { CheckIcon } from "../../shared/icons";
import styles from "./Tour.module.css";
import { isDone, pageOf, placeOf, TOUR } from "./tour";
import { useTour } from "./useTour";

type Props = { project: ProjectView };

/** Five steps through the demo, above the page and never over it. */
export function Tour({ project }: Props) {
  const tour = useTour(project);
  const place = usePlace();
  const { data: sets = [] } = useQuery({ ...facts.sets(), enabled: tour.progress !== null });
  if (tour.progress === null) return null;

  const { at, stop } = tour.progress;
  const isLast = at === TOUR.length - 1;
  const done = isDone(stop, project.steps);
  const show = (step: number) => {
    const next = TOUR[step];
    if (next === undefined) return tour.end();
    tour.goTo(step);
    const there = placeOf(next, project.steps, sets);
    go(there.page, there.id);
  };
  return (
    <section className={styles.tour} aria-label={words("tour.name")} data-testid="tour">
      <div className={styles.words} aria-live="polite">
        <p className={styles.count}>
          {words("tour.count", { number: at + 1, total: TOUR.length })}
          <Steps at={at} />
        </p>
        <h2 className={styles.title}>
          {words(`tour.${stop}.title`)}
          {done && (
            <span className={styles.done}>
              <CheckIcon size={14} /> {words("tour.done")}
            </span>
          )}
        </h2>
        <p className={styles.text}>{words(`tour.${stop}.text`)}</p>
      </div>
      <div className={styles.actions}>
        {place.page !== pageOf(stop) && (
          <Button size="xs" variant="subtle" onClick={() => show(at)} data-testid="tour-there">
            {words("tour.there")}
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          onClick={() => show(at - 1)}
          disabled={at === 0}
          data-testid="tour-back"
        >
          {words("tour.back")}
        </Button>
        <Button
          size="xs"
          variant={done || isLast ? "light" : "default"}
          onClick={() => show(at + 1)}
          data-testid="tour-next"
        >
          {words(isLast ? "tour.finish" : "tour.next")}
        </Button>
        <CloseButton
          size="sm"
          onClick={tour.end}
          title={words("tour.end")}
          aria-label={words("tour.end")}
          data-testid="tour-end"
        />
      </div>
    </section>
  );
}

function Steps({ at }: { at: number }) {
  return (
    <span className={styles.steps} aria-hidden="true">
      {TOUR.map((stop, step) => (
        <span key={stop} className={styles.step} data-reached={step <= at || undefined} />
      ))}
    </span>
  );
}
