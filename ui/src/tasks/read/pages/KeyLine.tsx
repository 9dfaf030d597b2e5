import type { ReactNode } from "react";
import styles from "./Page.module.css";

/** Keys under a heading. */
export function KeyList({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section>
      <h2>{heading}</h2>
      <ul className={styles.keys}>{children}</ul>
    </section>
  );
}

/** What one key, or each of some, does. */
export function KeyLine({ keys, children }: { keys: readonly string[]; children: string }) {
  return (
    <li>
      <span className={styles.pressed}>
        {keys.map((key) => (key === "…" ? <span key={key}>–</span> : <kbd key={key}>{key}</kbd>))}
      </span>
      {children}
    </li>
  );
}
