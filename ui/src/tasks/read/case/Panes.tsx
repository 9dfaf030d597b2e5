import { type CSSProperties, useRef, useState } from "react";
import type { BlindCase, ReadingView } from "../../../core/bindings";
import { digitOf } from "../reading";
import { isHeld, useKey } from "../useKey";
import { say } from "../words";
import { Pane } from "./Pane";
import styles from "./Panes.module.css";
import type { Block } from "./pixelsAhead";
import type { PointAt } from "./pointAt";

interface Props {
  view: ReadingView;
  current: BlindCase;
  blocks: readonly Block[];
  /** Whether the keys are for the case, and not for a page over it. */
  free: boolean;
  /** The one of several that has the keys of the picture. */
  keysAt: number;
  onKeysAt: (at: number) => void;
  point: PointAt;
  /** Hears, once, when all of it was first painted. */
  onFirstPaint: (at: number) => void;
}

/** What is shown together: one, some side by side, or a numbered set. */
export function Panes(props: Props) {
  const { view, current, blocks, free, keysAt, onKeysAt, point } = props;
  const { stimuli } = current;
  const unpainted = useRef(new Set(stimuli.map(({ slot }) => slot)));
  const isSet = current.show === "set";
  const columns = columnsOf(stimuli.length, view.kind);
  const cursor = useCellCursor(stimuli.length, columns, point);

  const painted = (slot: string, at: number) => {
    if (unpainted.current.delete(slot) && unpainted.current.size === 0) props.onFirstPaint(at);
  };

  const label = (at: number) => {
    const what = say(view.kind === "signal" ? "case.signal" : "case.image");
    if (isSet) return say("case.cell", { number: at + 1 });
    const name = nameOf(current, at);
    return name === "" ? what : say("case.labelled", { label: name, what });
  };

  if (stimuli.length === 1 && stimuli[0] && !isSet) {
    return (
      <Pane
        stimulus={stimuli[0]}
        block={blocks[0] ?? null}
        view={view}
        label={label(0)}
        hasKeys={free}
        bare={false}
        columns={2}
        point={point}
        onFirstPaint={(at) => painted(stimuli[0]?.slot ?? "", at)}
      />
    );
  }
  return (
    <div
      className={isSet ? styles.set : styles.panes}
      style={isSet ? gridOf(stimuli.length, columns, view.kind) : undefined}
      role="group"
      aria-label={say("case.set")}
    >
      {stimuli.map((stimulus, at) => (
        <figure
          key={stimulus.slot}
          className={styles.pane}
          data-keys={keysAt === at || undefined}
          data-cursor={(point.cells?.hasKeys && cursor === at + 1) || undefined}
          data-picked={point.cells?.pending === at + 1 || undefined}
          data-paired={point.cells?.pairs.some((pair) => pair.includes(at + 1)) || undefined}
          onPointerEnter={() => onKeysAt(at)}
          onPointerDown={() => {
            onKeysAt(at);
            if (point.cells?.hasKeys) point.cells.onPick(at + 1);
          }}
        >
          <figcaption className={styles.label}>
            {isSet ? at + 1 : nameOf(current, at)}
            {!isSet && keysAt === at && <span className={styles.keys}>{say("case.hasKeys")}</span>}
          </figcaption>
          <div className={styles.what}>
            <Pane
              stimulus={stimulus}
              block={blocks[at] ?? null}
              view={view}
              label={label(at)}
              hasKeys={free && keysAt === at}
              bare={isSet}
              columns={1}
              point={point}
              onFirstPaint={(when) => painted(stimulus.slot, when)}
            />
          </div>
        </figure>
      ))}
    </div>
  );
}

/** What one of several is called: as the core says, else by its side. */
function nameOf({ show, stimuli }: BlindCase, at: number): string {
  const label = stimuli[at]?.label ?? "";
  if (show === "pair" || show === "rivals" || show === "nearest") {
    return say(at === 0 ? "item.left" : "item.right");
  }
  return label;
}

/** Into how many columns a set is laid: cards and traces are wider than pictures. */
function columnsOf(n: number, kind: string): number {
  return Math.max(1, Math.round(Math.sqrt(n * (kind === "image" ? 1.15 : 0.6))));
}

function gridOf(n: number, columns: number, kind: string): CSSProperties {
  const least = kind === "image" ? "4rem" : "7rem";
  return {
    gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
    gridTemplateRows: `repeat(${Math.ceil(n / columns)}, minmax(${least}, 1fr))`,
  };
}

/** The cell that the keys are at while the reader points: arrows or its number, then Space or Enter. */
function useCellCursor(n: number, columns: number, { cells }: PointAt): number {
  const [cursor, setCursor] = useState(1);
  const typed = useRef("");
  const moveTo = (cell: number) => {
    if (cell < 1 || n < cell) return;
    setCursor(cell);
    cells?.onSay(say("point.atCell", { number: cell }));
  };
  useKey((event) => {
    if (!cells?.hasKeys || isHeld(event)) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
    };
    const step = steps[event.key];
    const digit = digitOf(event);
    if (step !== undefined) {
      typed.current = "";
      moveTo(cursor + step);
    } else if (/^\d$/.test(digit) && !event.repeat) {
      const longer = typed.current + digit;
      typed.current = Number(longer) <= n ? longer : digit;
      moveTo(Number(typed.current));
    } else if ((event.key === " " || event.key === "Enter") && !event.repeat) {
      typed.current = "";
      cells.onPick(cursor);
    } else {
      return;
    }
    event.preventDefault();
  }, true);
  return cursor;
}
