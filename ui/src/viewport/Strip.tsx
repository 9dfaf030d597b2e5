import type { ReactNode } from "react";
import styles from "./Frame.module.css";

/** A text of the strip. */
export function Readout({ children }: { children: ReactNode }) {
  return <span className={styles.told}>{children}</span>;
}

/** What hands can do to a picture: key, name, what it does, and whether it is so now. */
export type Tool<T> = readonly [key: string, name: string, meant: T, on?: boolean];

/** The keys of a picture, which can be pressed here, too. */
export function Tools<T>({ tools, act }: { tools: readonly Tool<T>[]; act: (meant: T) => void }) {
  return (
    <span className={styles.tools}>
      {tools.map(([key, name, meant, on = false]) => (
        <button
          key={key}
          type="button"
          tabIndex={-1}
          className={styles.tool}
          data-on={on || undefined}
          aria-keyshortcuts={key}
          // The focus stays where the reader's keys are.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => act(meant)}
        >
          <kbd>{key}</kbd> {name}
        </button>
      ))}
    </span>
  );
}
