import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { words } from "../../core/words";
import { DownIcon } from "../../shared/icons";
import styles from "./Table.module.css";

type Props = {
  /** What the row is about, in words. */
  of: string;
  open: boolean;
  controls: string;
  onClick: () => void;
  /** What stands in the row's head. */
  children: ReactNode;
};

/** The head of a row, and what unfolds where its numbers come from. */
export function OriginButton({ of, open, controls, onClick, children }: Props) {
  return (
    <span className={styles.head}>
      <UnstyledButton
        className={styles.origin}
        aria-expanded={open}
        aria-controls={controls}
        aria-label={words("analysis.from.open", { of })}
        title={words("analysis.from.title")}
        data-open={open || undefined}
        onClick={onClick}
      >
        <DownIcon size={14} />
      </UnstyledButton>
      <span>{children}</span>
    </span>
  );
}
