type Props = { size?: number };

/** Two shapes, one laid on the other: real and synthetic. */
export function Mark({ size = 30 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 30 30" aria-hidden="true">
      <rect x="1" y="1" width="18" height="18" rx="3" fill="var(--real)" />
      <circle cx="19.5" cy="19.5" r="9.5" fill="var(--synthetic)" fillOpacity="0.92" />
    </svg>
  );
}
