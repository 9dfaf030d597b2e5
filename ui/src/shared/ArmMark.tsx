import type { Arm } from "../core/bindings";
import { words } from "../core/words";

type Props = { arm: Arm; size?: number };

/** The cue of a side: a blue square for real, an orange circle for synthetic. */
export function ArmMark({ arm, size = 10 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" role="img" style={{ flex: "none" }}>
      <title>{words(`arm.${arm}`)}</title>
      {arm === "real" ? (
        <rect width="10" height="10" rx="1.5" fill="var(--real)" />
      ) : (
        <circle cx="5" cy="5" r="5" fill="var(--synthetic)" />
      )}
    </svg>
  );
}
