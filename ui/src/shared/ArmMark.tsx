import type { Arm } from "../core/bindings";
import { words } from "../core/words";

type Props = {
  arm: Arm;
  size?: number;
  /** Which of the compared synthetic sets it is, from 0, where several are told apart. */
  place?: number;
};

/** The marks of synthetic sets, by their place; the same as in figures and reports. */
const MARKS = [
  ["#e69f00", <circle key="0" cx="5" cy="5" r="5" />],
  ["#009e73", <path key="1" d="M5-.4 10.4 5 5 10.4-.4 5z" />],
  ["#cc79a7", <path key="2" d="M5 0 10 9.2H0z" />],
  ["#56b4e9", <path key="3" d="m1.5 1.5 7 7m0-7-7 7" strokeWidth="3" />],
  ["#d55e00", <path key="4" d="M5 10 10 .8H0z" />],
  ["#000000", <path key="5" d="M5 .5v9M.5 5h9" strokeWidth="3" />],
] as const;

/** The cue of a side: a blue square for real; an orange circle, or its own mark, for synthetic. */
export function ArmMark({ arm, size = 10, place = 0 }: Props) {
  const [color, shape] = MARKS[place % MARKS.length] ?? MARKS[0];
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 10 10"
      overflow="visible"
      role="img"
      style={{ flex: "none" }}
    >
      <title>{words(`arm.${arm}`)}</title>
      {arm === "real" ? (
        <rect width="10" height="10" rx="1.5" fill="var(--real)" />
      ) : (
        <g fill={color} stroke={color} strokeWidth="0">
          {shape}
        </g>
      )}
    </svg>
  );
}

/** The colour of a side's mark; whoever uses it adds a second cue. */
export function armColor(arm: Arm, place = 0): string {
  return arm === "real" ? "var(--real)" : (MARKS[place % MARKS.length] ?? MARKS[0])[0];
}
