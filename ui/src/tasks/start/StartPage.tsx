import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { Mark } from "../../shared/Mark";
import { AskFirst } from "./AskFirst";
import { FirstStart } from "./FirstStart";
import { RecentList } from "./RecentList";
import styles from "./StartPage.module.css";
import { useOpening } from "./useOpening";

type Props = {
  /** Why what was open before cannot be shown. */
  failure?: unknown;
};

/** The way into a project: a new one, one of before, or the demo. */
export function StartPage({ failure = null }: Props) {
  const opening = useOpening();
  const [asked, setAsked] = useState<"name" | "passphrase" | null>(null);
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
            onClick={() => setAsked("name")}
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
            onClick={() => setAsked("passphrase")}
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
        {asked === null && <FailureNote failure={opening.failure ?? failure} />}
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
      <AskFirst
        asked={asked}
        busy={opening.busy}
        failure={opening.failure}
        onClose={() => setAsked(null)}
        onSend={{ name: opening.create, passphrase: opening.pack }}
      />
    </main>
  );
}
