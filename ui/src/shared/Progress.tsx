import styles from "./Progress.module.css";

type Props = { share: number | null; label: string; width?: number | string };

/** A thin line that fills; it wanders while the whole is not known. */
export function Progress({ share, label, width = 120 }: Props) {
  return (
    <span
      className={styles.track}
      style={{ width }}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { "aria-valuenow": Math.round(share * 100) })}
    >
      <span
        className={share === null ? styles.wander : styles.fill}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </span>
  );
}
