import type { CardField, Given, ItemView } from "../../../core/bindings";
import {
  type Marked,
  placedCount,
  placedMost,
  withDuplicate,
  withField,
  withMark,
  withSpan,
} from "../items/placed";
import type { Answering } from "../items/useAnswering";
import { say } from "../words";
import type { FieldPicking } from "./PatientCard";
import type { SpanView } from "./SpansOver";

/** What was pointed at on the case, and what pointing does there. */
export interface PointAt {
  readonly marks: {
    readonly given: readonly (readonly [number, number])[];
    readonly onSet: ((at: readonly [number, number]) => void) | null;
  } | null;
  readonly spans: {
    readonly given: readonly SpanView[];
    readonly pointing: {
      readonly begun: number | null;
      readonly onBegin: (seconds: number) => void;
      readonly onEnd: (marked: Marked, from: number, to: number) => void;
      readonly onSay: (said: string) => void;
    } | null;
  } | null;
  readonly fields: FieldPicking | null;
  /** The cells of a set that are picked and paired; nothing when none are asked for. */
  readonly cells: {
    readonly pairs: readonly (readonly [number, number])[];
    readonly pending: number | null;
    readonly hasKeys: boolean;
    readonly onPick: (cell: number) => void;
    readonly onSay: (said: string) => void;
  } | null;
  /** A stretch that was drawn. */
  readonly stretch: (marked: Marked, from: number, to: number) => void;
}

/** Returns what pointing at the case does: for the item that is pointed for, else the active one. */
export function pointAt(answering: Answering, onSay: (said: string) => void): PointAt {
  const { pointing, active, draft, setPlaced } = answering;
  const shown = shownItem(answering);
  const item = pointing?.item ?? null;
  const given = shown ? draft.given[shown.id] : undefined;
  const isFull = item !== null && placedMost(item) <= placedCount(given);

  /** Adds a part, unless there are as many as there may be. */
  const add = (make: (before: Given | undefined) => Given | null, otherwise: string): boolean => {
    if (!item) return false;
    if (isFull) {
      onSay(say("item.most", { most: placedMost(item) }));
      return false;
    }
    const after = make(draft.given[item.id]);
    if (after) setPlaced(item, after);
    else onSay(otherwise);
    return after !== null;
  };

  const stretch = (marked: Marked, from: number, to: number) => {
    const isIn = add((before) => withSpan(before, marked, from, to), say("item.noLength"));
    if (isIn) pointing?.setPending([]);
  };

  const pickField = ({ name, value }: CardField) => {
    const wanted = item ?? (active && isCardItem(active) ? active : null);
    if (!wanted || !answering.ready) return;
    if (wanted.answer.kind === "fields") {
      setPlaced(wanted, withField(draft.given[wanted.id], name));
      onSay(say("point.atField", { name, value: value ?? say("case.notRecorded") }));
      return;
    }
    if (!pointing) {
      answering.startPointing(wanted);
      return;
    }
    if (isFull) {
      onSay(say("item.most", { most: placedMost(wanted) }));
      return;
    }
    const [first] = pointing.pending;
    const picked = pointing.pending.includes(name)
      ? pointing.pending.filter((one) => one !== name)
      : first === undefined
        ? [name]
        : [first, name];
    pointing.setPending(picked);
    const [one, two] = picked;
    if (one === undefined) return;
    onSay(two === undefined ? say("item.first", { one }) : say("item.both", { one, two }));
  };

  const pickCell = (cell: number) => {
    if (!pointing) return;
    const [first] = pointing.pending;
    if (first === undefined) {
      pointing.setPending([cell]);
      onSay(say("item.first", { one: cell }));
    } else if (first === cell) {
      pointing.setPending([]);
    } else {
      const isIn = add((before) => withDuplicate(before, Number(first), cell), say("item.already"));
      if (isIn) onSay(say("item.cellsText", { one: first, two: cell }));
      pointing.setPending([]);
    }
  };

  const begun = pointing?.pending[0];
  return {
    marks:
      shown?.answer.kind === "mark"
        ? {
            given: given?.kind === "marks" ? given.marks : [],
            onSet: item
              ? (at) => {
                  const count = placedCount(given) + 1;
                  if (add((before) => withMark(before, at), ""))
                    onSay(say("point.atMark", { count }));
                }
              : null,
          }
        : null,
    spans:
      shown?.answer.kind === "span"
        ? {
            given: given?.kind === "spans" ? given.spans : [],
            pointing: pointing && {
              begun: typeof begun === "number" ? begun : null,
              onBegin: (seconds) => {
                if (isFull && item) {
                  onSay(say("item.most", { most: placedMost(item) }));
                  return;
                }
                pointing.setPending([seconds]);
                onSay(say("item.begun", { from: seconds.toFixed(2) }));
              },
              onEnd: stretch,
              onSay,
            },
          }
        : null,
    fields:
      shown && isCardItem(shown)
        ? {
            hasKeys: item !== null,
            chosen: chosenFields(given),
            pending: (pointing?.pending ?? []).map(String),
            onPick: pickField,
            onSay,
          }
        : null,
    cells:
      shown?.answer.kind === "duplicates"
        ? {
            pairs: given?.kind === "duplicates" ? given.pairs : [],
            pending: typeof begun === "number" ? begun : null,
            hasKeys: item !== null,
            onPick: pickCell,
            onSay,
          }
        : null,
    stretch,
  };
}

/** The item whose parts are shown on the case: pointed for, else active, else the first with any. */
function shownItem({ pointing, active, asked, draft }: Answering): ItemView | null {
  const placed = asked.filter((item) => 0 < placedCount(draft.given[item.id]));
  if (pointing) return pointing.item;
  if (active && placedKinds.has(active.answer.kind)) return active;
  return placed[0] ?? null;
}

const placedKinds: ReadonlySet<string> = new Set([
  "mark",
  "span",
  "fields",
  "field_pairs",
  "duplicates",
]);

function isCardItem({ answer }: ItemView): boolean {
  return answer.kind === "fields" || answer.kind === "field_pairs";
}

function chosenFields(given: Given | undefined): readonly string[] {
  if (given?.kind === "fields") return given.fields;
  return given?.kind === "field_pairs" ? given.pairs.flatMap(({ fields }) => fields) : [];
}
