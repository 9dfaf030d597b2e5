import { Kbd, UnstyledButton } from "@mantine/core";
import type { Step, StepState } from "../core/bindings";
import { hashOf, PAGES, type Page } from "../core/place";
import { words } from "../core/words";
import styles from "./Rail.module.css";

type Props = { steps: Step[]; page: Page; onKeys: () => void };

/** The order of the work, with how far each step is. */
export function Rail({ steps, page, onKeys }: Props) {
  return (
    <nav className={styles.rail} aria-label={words("shell.rail")}>
      {PAGES.map((name, at) => {
        const step = steps.find(({ id }) => id === name);
        // Where a study is only read, there is nothing else to do.
        if (!step) return null;
        const { state } = step;
        return (
          <a
            key={name}
            href={hashOf(name)}
            className={styles.step}
            data-testid={`rail-${name}`}
            aria-current={name === page ? "page" : undefined}
            title={words("shell.stepHint", {
              state: words(`state.${state}`),
              key: `Alt+${at + 1}`,
            })}
          >
            <StateMark state={state} />
            <span>{words(`page.${name}`)}</span>
            <span className={styles.note}>{step.note}</span>
          </a>
        );
      })}
      <UnstyledButton className={styles.keys} onClick={onKeys}>
        <span>{words("shell.keys")}</span>
        <Kbd size="xs">?</Kbd>
      </UnstyledButton>
    </nav>
  );
}

/** The state by shape first: a ring, a half, a check, an exclamation mark; then by colour. */
function StateMark({ state }: { state: StepState }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" role="img" className={styles.mark}>
      <title>{words(`state.${state}`)}</title>
      {state === "empty" && (
        <circle cx="8" cy="8" r="4" fill="none" stroke="#a9b2ba" strokeWidth="1.5" />
      )}
      {state === "running" && (
        <>
          <circle cx="8" cy="8" r="4.25" fill="none" stroke="var(--accent)" strokeWidth="1.5" />
          <path d="M8 3.75a4.25 4.25 0 0 1 0 8.5z" fill="var(--accent)" />
        </>
      )}
      {state === "done" && (
        <path
          d="m3.8 8.4 2.8 2.8 5.4-6.2"
          fill="none"
          stroke="var(--good)"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
      {state === "needsYou" && (
        <>
          <path d="M8 2.2 13.8 8 8 13.8 2.2 8z" fill="var(--synthetic)" />
          <path
            d="M8 5.2v3.2M8 10.6h.01"
            stroke="#16191d"
            strokeWidth="1.5"
            strokeLinecap="round"
          />
        </>
      )}
    </svg>
  );
}
