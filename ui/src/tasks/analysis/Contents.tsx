import { UnstyledButton } from "@mantine/core";
import { words } from "../../core/words";
import styles from "./Contents.module.css";
import { partId } from "./Part";
import { useCurrent } from "./useCurrent";

type Props = { contents: { id: string; title: string }[] };

/** The parts of the page, with the one that is read now; each leads there. */
export function Contents({ contents }: Props) {
  const current = useCurrent(contents.map(({ id }) => partId(id)));
  return (
    <nav className={styles.contents} aria-label={words("analysis.contents")} data-testid="contents">
      <ol>
        {contents.map(({ id, title }) => (
          <li key={id}>
            <UnstyledButton
              className={styles.link}
              aria-current={partId(id) === current ? "location" : undefined}
              onClick={() => lead(partId(id))}
              data-testid={`to-${id}`}
            >
              {title}
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Brings a part into view, and the keyboard with it. */
function lead(id: string): void {
  const part = document.getElementById(id);
  part?.scrollIntoView({ block: "start" });
  part?.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
}
