import { UnstyledButton } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import styles from "./Fold.module.css";
import { DownIcon } from "./icons";

type Props = {
  title: string;
  /** A few words about what is within, also while it is folded. */
  note?: string | undefined;
  /** Whether it begins unfolded. */
  open?: boolean;
  testId?: string;
  children: ReactNode;
};

/** Something that most people do not need: its name, and the rest when one asks for it. */
export function Fold({ title, note, open = false, testId, children }: Props) {
  const [isOpen, setOpen] = useState(open);
  const id = useId();
  return (
    <section className={styles.fold}>
      <UnstyledButton
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        data-testid={testId}
      >
        <span className={styles.mark} data-open={isOpen || undefined}>
          <DownIcon size={14} />
        </span>
        <span className={styles.title}>{title}</span>
        {note && <span className={styles.note}>{note}</span>}
      </UnstyledButton>
      <div id={id} hidden={!isOpen} className={styles.body}>
        {isOpen && children}
      </div>
    </section>
  );
}
