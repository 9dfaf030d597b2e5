import type { ReactNode } from "react";
import styles from "./PageHeader.module.css";

type Props = { title: ReactNode; sub?: ReactNode; above?: ReactNode; children?: ReactNode };

/** A page's name, one line about it, and at the right what can be done. */
export function PageHeader({ title, sub, above, children }: Props) {
  return (
    <header className={styles.header}>
      <div className={styles.words}>
        {above}
        <h1 className={styles.title} tabIndex={-1}>
          {title}
        </h1>
        {sub && <p className={styles.sub}>{sub}</p>}
      </div>
      <div className={styles.actions}>{children}</div>
    </header>
  );
}
