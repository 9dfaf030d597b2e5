import type { ReactNode } from "react";
import { textOf } from "../../core/words";
import styles from "./AnalysisPage.module.css";
import type { Rank } from "./arranging";

type Props = {
  /** Names it among the contents. */
  id: string;
  title: string;
  /** What its numbers are, and what they are not. */
  note?: string;
  /** Where all its numbers stand. */
  rank?: Rank | null;
  /** Whether its title is for screen readers only. */
  hidden?: boolean;
  children: ReactNode;
};

/** The element that a part of the page is, by its name among the contents. */
export function partId(id: string): string {
  return `analysis-${id}`;
}

/** One part of the page: its title, what it is about, and its numbers. */
export function Part({ id, title, note, rank, hidden = false, children }: Props) {
  const head = `${partId(id)}-head`;
  return (
    <section
      id={partId(id)}
      className={styles.part}
      aria-labelledby={head}
      data-testid={partId(id)}
    >
      <div className={hidden ? styles.unseen : styles.partHead}>
        <h2 id={head} tabIndex={-1}>
          {title}
        </h2>
        {rank && <RankTag rank={rank} />}
      </div>
      {note && <p className={styles.note}>{note}</p>}
      {children}
    </section>
  );
}

/** Whether a number is the claim, was planned beside it, or came after. */
export function RankTag({ rank }: { rank: Rank }) {
  return (
    <span className={styles.rank} data-rank={rank}>
      {textOf("ui", `analysis.rank.${rank}`) ?? rank}
    </span>
  );
}
