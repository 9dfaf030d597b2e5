import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { FirstStart } from "./FirstStart";
import { NewProject } from "./NewProject";
import { OpenPack } from "./OpenPack";
import { RecentList } from "./RecentList";
import styles from "./StartPage.module.css";
import { useOpening } from "./useOpening";

/** The way into a project: a new one, one of before, or the demo. */
export function StartPage() {
  const opening = useOpening();
  const [asking, ask] = useDisclosure(false);
  const [askingPack, askPack] = useDisclosure(false);
  // The program may have been started with a project: a failure to open it is said here, too.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the screen comes up
  useEffect(() => {
    void opening.asked();
  }, []);
  const { data: about } = useQuery(facts.about());
  const { data: recent } = useQuery(facts.recent());
  const isFirst = recent?.length === 0;

  return (
    <main className={styles.page} aria-label={words("product")}>
      <section className={styles.ways}>
        <h1 className={styles.product}>
          <Mark />
          {words("product")}
        </h1>
        <p className={styles.what}>{words("start.what")}</p>
        <div className={styles.buttons}>
          <Button
            variant={isFirst ? "default" : "filled"}
            onClick={ask.open}
            data-testid="new-project"
            disabled={opening.busy}
          >
            {words("start.new")}
          </Button>
          <Button
            variant="default"
            onClick={() => opening.open()}
            data-testid="open-project"
            disabled={opening.busy}
          >
            {words("start.open")}
          </Button>
          <Button
            variant="default"
            onClick={askPack.open}
            data-testid="open-pack"
            disabled={opening.busy}
          >
            {words("start.pack.open")}
          </Button>
          <Button
            variant="subtle"
            onClick={() => opening.demo()}
            data-testid="open-demo"
            loading={opening.isPreparing}
            disabled={opening.busy}
          >
            {words("start.demo")}
          </Button>
        </div>
        {!asking && !askingPack && <FailureNote failure={opening.failure} />}
        <p className={styles.preparing} aria-live="polite">
          {opening.busy && words(opening.isPreparing ? "start.preparing" : "start.opening")}
        </p>
        <p className={styles.promise}>{words("start.promise")}</p>
        <p className={styles.version}>{about && words("start.version", about)}</p>
      </section>
      {isFirst && <FirstStart onTour={() => opening.demo()} busy={opening.busy} />}
      {recent && !isFirst && (
        <RecentList recent={recent} onOpen={(key) => opening.recent(key)} busy={opening.busy} />
      )}
      <NewProject
        opened={asking}
        busy={opening.busy}
        failure={opening.failure}
        onClose={ask.close}
        onCreate={opening.create}
      />
      <OpenPack
        opened={askingPack}
        busy={opening.busy}
        failure={opening.failure}
        onClose={askPack.close}
        onOpen={opening.pack}
      />
    </main>
  );
}

/** Two shapes, one laid on the other: real and synthetic. */
function Mark() {
  return (
    <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
      <rect x="1" y="1" width="18" height="18" rx="3" fill="var(--real)" />
      <circle cx="19.5" cy="19.5" r="9.5" fill="var(--synthetic)" fillOpacity="0.92" />
    </svg>
  );
}
