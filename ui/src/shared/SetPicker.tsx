import { Checkbox, Radio } from "@mantine/core";
import type { ReactNode } from "react";
import type { SetView } from "../core/bindings";
import { words } from "../core/words";
import { ArmMark } from "./ArmMark";
import { count } from "./numbers";
import styles from "./SetPicker.module.css";

type Props = {
  sets: SetView[];
  legend: string;
  /** The sets that are chosen. */
  chosen: readonly number[];
  /** Whether more than one can be chosen. */
  several: boolean;
  /** Says why a set cannot be chosen; nothing when it can. */
  whyNot?: (set: SetView) => string | null;
  /** Shown instead of an empty list. */
  none: string;
  onChange: (chosen: number[]) => void;
};

/** Chooses one set or some, each with its cue, size and shape. */
export function SetPicker({ sets, legend, chosen, several, whyNot, none, onChange }: Props) {
  const rows = sets.map((set) => {
    const reason = whyNot?.(set) ?? null;
    const input = {
      checked: chosen.includes(set.id),
      disabled: reason !== null,
      "aria-label": set.name,
    };
    const toggled = chosen.includes(set.id)
      ? chosen.filter((id) => id !== set.id)
      : [...chosen, set.id];
    return (
      <Row key={set.id} set={set} reason={reason}>
        {several ? (
          <Checkbox {...input} onChange={() => onChange(toggled)} />
        ) : (
          <Radio {...input} name={legend} onChange={() => onChange([set.id])} />
        )}
      </Row>
    );
  });
  return (
    <fieldset className={styles.picker}>
      <legend>{legend}</legend>
      {rows.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <div className={styles.list}>{rows}</div>
      )}
    </fieldset>
  );
}

function Row({
  set,
  reason,
  children,
}: {
  set: SetView;
  reason: string | null;
  children: ReactNode;
}) {
  return (
    <label className={styles.row} data-off={reason !== null || undefined}>
      {children}
      <ArmMark arm={set.arm} />
      <span className={styles.name}>{set.name}</span>
      <span className={styles.about}>
        {reason ??
          [
            count(set.nSamples),
            set.shape,
            set.nSubjects === null
              ? null
              : words("count.patients", { count: set.nSubjects, n: count(set.nSubjects) }),
          ]
            .filter(Boolean)
            .join(" · ")}
      </span>
    </label>
  );
}
