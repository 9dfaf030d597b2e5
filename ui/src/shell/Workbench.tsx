import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import type { ProjectView } from "../core/bindings";
import { go, PAGES, usePlace } from "../core/place";
import { words } from "../core/words";
import { Fence } from "./Fence";
import { JobsDrawer } from "./JobsDrawer";
import { pressMainButton } from "./primary";
import { Rail } from "./Rail";
import { ROUTES } from "./routes";
import { Shortcuts } from "./Shortcuts";
import { TopBar } from "./TopBar";
import { Tour } from "./tour/Tour";
import styles from "./Workbench.module.css";

type Props = { project: ProjectView; onLock: () => void };

/** An open project: where it is on top, the way through at the left, one page. */
export function Workbench({ project, onLock }: Props) {
  const place = usePlace();
  const Screen = ROUTES[place.page];
  const [jobsOpen, jobs] = useDisclosure(false);
  const [keysOpen, keys] = useDisclosure(false);
  const main = useRef<HTMLElement>(null);

  useHotkeys([["mod+Enter", (event) => pressMainButton(event, main.current)]], []);
  useHotkeys([
    ...PAGES.map((page, at) => [`alt+${at + 1}`, () => go(page)] as [string, () => void]),
    ["alt+J", jobs.toggle],
    ["shift+?", keys.toggle, { usePhysicalKeys: false }],
    ["?", keys.toggle, { usePhysicalKeys: false }],
  ]);

  // A new page is read from its top, also by a screen reader.
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current.page === place.page && shown.current.id === place.id) return;
    shown.current = place;
    main.current?.scrollTo({ top: 0 });
    if (document.activeElement === document.body || document.activeElement === null) {
      main.current?.querySelector<HTMLElement>("h1[tabindex]")?.focus({ preventScroll: true });
    }
  }, [place]);

  return (
    <div className={styles.app}>
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        {words("shell.skip")}
      </button>
      <TopBar project={project} onJobs={jobs.open} onLock={onLock} />
      <Rail steps={project.steps} page={place.page} onKeys={keys.open} />
      <div className={styles.page}>
        <Tour project={project} />
        <main
          ref={main}
          id="main"
          className={styles.main}
          tabIndex={-1}
          aria-label={words(`page.${place.page}`)}
        >
          <Fence key={`${place.page}/${place.id}`}>
            <Screen id={place.id} />
          </Fence>
        </main>
      </div>
      <JobsDrawer opened={jobsOpen} onClose={jobs.close} />
      <Shortcuts opened={keysOpen} onClose={keys.close} />
    </div>
  );
}
