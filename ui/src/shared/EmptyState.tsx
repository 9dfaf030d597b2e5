import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

type Props = { title: string; text: string; children?: ReactNode };

/** What a page is for while it has nothing yet, and the one button that starts it. */
export function EmptyState({ title, text, children }: Props) {
  return (
    <section className={styles.empty}>
      <h1 className={styles.title}>{title}</h1>
      <p className={styles.text}>{text}</p>
      <div className={styles.actions}>{children}</div>
    </section>
  );
}
