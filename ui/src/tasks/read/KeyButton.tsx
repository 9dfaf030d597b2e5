import styles from "./KeyButton.module.css";

interface Props {
  /** The key that does the same, as it is printed on the keyboard. */
  keyName: string;
  children: string;
  onPress: () => void;
  strong?: boolean;
  disabled?: boolean;
}

/** A quiet button that shows its key. */
export function KeyButton({ keyName, children, onPress, strong = false, disabled = false }: Props) {
  return (
    <button
      type="button"
      className={strong ? styles.strong : styles.quiet}
      aria-keyshortcuts={keyName}
      aria-disabled={disabled || undefined}
      // A click must not take the focus: the next Enter is to save, not to click again.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      <kbd>{keyName}</kbd>
      <span>{children}</span>
    </button>
  );
}
