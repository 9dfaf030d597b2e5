import { type Dispatch, type SetStateAction, useState } from "react";
import type { Given, ItemView } from "../../../core/bindings";
import { type Draft, digitOf, give, type } from "../reading";
import { isHeld, isOnButton } from "../useKey";
import { say } from "../words";
import { type Answers, askedOf, nextAfter, openOf } from "./asked";
import { lineForKey, numberOf, sliderForKey, typedAfter } from "./numbers";
import { choiceForKey, choicesOf, chosen, isChosen, isOther, OTHER } from "./picks";
import { isPlaced, withoutLast } from "./placed";
import { type Pointing, usePointing } from "./usePointing";

interface Asking {
  /** Names the case or the form: with another one the hands begin afresh. */
  readonly key: string;
  readonly items: readonly ItemView[];
  readonly draft: Draft;
  readonly onDraft: Dispatch<SetStateAction<Draft>>;
  /** Whether answers are taken now. */
  readonly ready: boolean;
  /** Whether a text is written as soon as its item is reached: nothing else needs the letters. */
  readonly eager?: boolean;
  readonly onSay: (said: string) => void;
  /** Hears Enter when nothing is open any more. */
  readonly onComplete: () => void;
}

/** One item after the other is active, and the keys answer it. */
export interface Answering {
  readonly asked: readonly ItemView[];
  readonly active: ItemView | null;
  readonly draft: Draft;
  readonly ready: boolean;
  /** The item whose words are being written. */
  readonly writing: string | null;
  readonly pointing: Pointing | null;
  /** Whether the reader has moved from item to item: then the focus goes along. */
  readonly moved: boolean;
  readonly open: readonly ItemView[];
  readonly activate: (item: ItemView) => void;
  readonly choose: (item: ItemView, code: string) => void;
  readonly setNone: (item: ItemView) => void;
  readonly setLine: (item: ItemView, place: number, goesOn: boolean) => void;
  readonly setTyped: (item: ItemView, typed: string) => void;
  readonly setWords: (item: ItemView, words: string) => void;
  readonly setOther: (item: ItemView, words: string) => void;
  readonly setPlaced: (item: ItemView, given: Given | null) => void;
  readonly judgeNot: (item: ItemView) => void;
  readonly removeLast: (item: ItemView) => void;
  readonly startWriting: (item: ItemView) => void;
  readonly stopWriting: (goesOn: boolean) => void;
  readonly startPointing: (item: ItemView | null) => void;
  readonly stopPointing: () => void;
  /** Goes on to the next open item, or, when there is none, says that all is complete. */
  readonly goOn: () => void;
  /** Returns whether a key press outside of a text was meant for the items. */
  readonly press: (event: KeyboardEvent) => boolean;
}

interface Hands {
  readonly key: string;
  readonly wanted: string | null;
  readonly writing: string | null;
  /** The digits that were just typed for a line. */
  readonly line?: string;
}

/** The reader's hands on a list of items: which one is active, and what each key does to it. */
export function useAnswering(asking: Asking): Answering {
  const { key, items, draft, onDraft, ready, eager = false, onSay } = asking;
  const asked = askedOf(items, draft.given);
  const fresh: Hands = {
    key,
    wanted: null,
    writing: eager && asked[0] && takesWords(asked[0]) ? asked[0].id : null,
  };
  const [kept, setHands] = useState(fresh);
  const hands = kept.key === key ? kept : fresh;
  const active = asked.find(({ id }) => id === hands.wanted) ?? asked[0] ?? null;
  const { pointing, ...point } = usePointing(key, asked);
  const open = openOf(items, draft.given);

  const reach = (item: ItemView) =>
    setHands({ key, wanted: item.id, writing: eager && takesWords(item) ? item.id : null });

  /** Gives an answer, and returns all answers that then stand. */
  const answer = (item: ItemView, given: Given | null, goesOn = false): Answers => {
    const now = performance.now();
    onDraft((before) => give(before, item.id, given, now, goesOn));
    return give(draft, item.id, given, now, goesOn).given;
  };

  const advance = (from: ItemView, answers: Answers = draft.given) =>
    reach(nextAfter(items, answers, from.id) ?? from);

  const choose = (item: ItemView, code: string) => {
    if (!ready) return;
    const given = chosen(item, draft.given[item.id], code);
    const several = item.answer.kind === "several";
    const answers = answer(item, given, several);
    const isIn = given !== null && isChosen(given, code);
    const anchor = choicesOf(item.answer).find((choice) => choice.code === code)?.text ?? "";
    const done = isIn && openOf(items, answers).length === 0;
    onSay(
      [
        say(isIn ? "case.chosen" : "case.takenBack", { anchor }),
        ...(done ? [say("case.complete")] : []),
      ].join(" "),
    );
    if (code === OTHER && isIn) setHands({ key, wanted: item.id, writing: item.id });
    else if (several) setHands({ key, wanted: item.id, writing: null });
    else advance(item, answers);
  };

  const setNone = (item: ItemView) => {
    if (!ready) return;
    answer(item, { kind: "codes", codes: [], other: null }, true);
    onSay(say("case.chosen", { anchor: say("item.noneOfThese") }));
    setHands({ key, wanted: item.id, writing: null });
  };

  const setLine = (item: ItemView, place: number, goesOn: boolean) => {
    if (!ready) return;
    answer(item, { kind: "number", number: place }, goesOn);
    onSay(say("item.vasSet", { number: place }));
  };

  const setTyped = (item: ItemView, typed: string) => {
    if (!ready || item.answer.kind !== "number") return;
    onDraft((before) => type(before, item.id, typed));
    const number = numberOf(typed, item.answer);
    answer(item, number === null ? null : { kind: "number", number }, true);
  };

  const clear = (item: ItemView) => {
    setHands({ key, wanted: item.id, writing: null });
    onDraft((before) => type(before, item.id, ""));
    answer(item, null);
    onSay(say("case.cleared"));
  };

  const judgeNot = (item: ItemView) => {
    if (!ready) return;
    if (draft.given[item.id]?.kind === "cannot_judge") {
      clear(item);
      return;
    }
    onDraft((before) => type(before, item.id, ""));
    const answers = answer(item, { kind: "cannot_judge" });
    onSay(say("case.chosen", { anchor: say("item.cannotJudge") }));
    advance(item, answers);
  };

  const removeLast = (item: ItemView) => {
    if (pointing && 0 < pointing.pending.length) pointing.setPending(pointing.pending.slice(0, -1));
    else answer(item, withoutLast(draft.given[item.id]));
  };

  const startWriting = (item: ItemView) => {
    if (ready) setHands({ key, wanted: item.id, writing: item.id });
  };

  const stopWriting = (goesOn: boolean) => {
    const written = asked.find(({ id }) => id === hands.writing) ?? active;
    const later = goesOn && written ? nextAfter(items, draft.given, written.id) : null;
    if (later) reach(later);
    // Nothing is left to go on to: the next Enter saves, and is no letter of the text.
    else if (goesOn && written) setHands({ key, wanted: written.id, writing: null });
    // Behind a note the keys go back to what is still to be answered, or can be changed by one key.
    else if (written && takesWords(written)) {
      const others = asked.filter((item) => !takesWords(item));
      const next = others.find((item) => open.includes(item)) ?? others.at(-1) ?? written;
      setHands({ key, wanted: next.id, writing: null });
    } else setHands({ ...hands, writing: null });
  };

  const startPointing = (item: ItemView | null) => {
    if (!ready) return;
    const wanted = point.start(item);
    if (!wanted) return;
    setHands({ key, wanted: wanted.id, writing: null });
    onSay(say("point.began"));
  };

  const stopPointing = () => {
    point.end();
    onSay(say("point.ended"));
  };

  const goOn = () => {
    const half = asked.find((item) => isHalfTyped(item, draft));
    if (half?.answer.kind === "number") {
      const { least, most } = half.answer;
      reach(half);
      onSay(say("item.outOfRange", { least, most }));
      return;
    }
    const first = open[0];
    if (!first) {
      asking.onComplete();
      return;
    }
    if (!active || !open.includes(active)) {
      advance(active ?? first);
      return;
    }
    onSay(say("case.chooseFirst", { count: open.length }));
    if (takesWords(active) || isOther(draft.given[active.id])) startWriting(active);
  };

  const tab = (by: number): boolean => {
    const next = active && asked[asked.indexOf(active) + by];
    if (next) reach(next);
    return Boolean(next);
  };

  const press = (event: KeyboardEvent): boolean => {
    if (event.key === "Tab" && !isHeld(event)) {
      return !isOnButton(event) && tab(event.shiftKey ? -1 : 1);
    }
    if (isHeld(event) || !ready || !active) return false;
    const letter = event.key.toLowerCase();
    if (letter === "m" || letter === "s") {
      if (!asked.some(isPlaced)) return false;
      startPointing(active);
      return true;
    }
    if (letter === "n") {
      const written = isWritable(active, draft) ? active : asked.find(takesWords);
      if (written) startWriting(written);
      return written !== undefined;
    }
    if (letter === "x" && active.cannotJudge) {
      judgeNot(active);
      return true;
    }
    return answerKey(active, event);
  };

  const answerKey = (item: ItemView, event: KeyboardEvent): boolean => {
    const { answer: asks } = item;
    const given = draft.given[item.id];
    const signs = digitOf(event);
    const choice = choiceForKey(signs, choicesOf(asks));
    if (choice) {
      choose(item, choice.code);
      return true;
    }
    if (asks.kind === "several" && signs === "0") {
      setNone(item);
      return true;
    }
    if (asks.kind === "vas") {
      const before = given?.kind === "number" ? given.number : null;
      const slides = event.target instanceof HTMLElement && isSlider(event.target);
      const slid = slides ? sliderForKey(event.key, before) : null;
      const typed = hands.line ?? "";
      const placed = slid === null ? lineForKey(signs, typed, before) : { place: slid, typed: "" };
      if (placed) {
        setHands({ key, wanted: item.id, writing: null, line: placed.typed });
        setLine(item, placed.place, placed.typed.length !== 1);
        return true;
      }
    }
    if (asks.kind === "number") {
      const typed = typedAfter(signs, draft.typed[item.id] ?? "", asks);
      if (typed !== null) {
        setTyped(item, typed);
        return true;
      }
    }
    if (event.key !== "Backspace" || given === undefined) return false;
    if (isPlaced(item)) removeLast(item);
    else clear(item);
    return true;
  };

  return {
    asked,
    active,
    draft,
    ready,
    writing: hands.writing,
    pointing,
    moved: hands.wanted !== null,
    open,
    activate: (item) => {
      if (item.id !== active?.id) reach(item);
    },
    choose,
    setNone,
    setLine,
    setTyped,
    setWords: (item, words) => void answer(item, { kind: "words", words }, true),
    setOther: (item, words) => {
      const given = draft.given[item.id];
      if (given?.kind === "code" || given?.kind === "codes") {
        answer(item, { ...given, other: words }, true);
      }
    },
    setPlaced: (item, given) => void answer(item, given, true),
    judgeNot,
    removeLast,
    startWriting,
    stopWriting,
    startPointing,
    stopPointing,
    goOn,
    press,
  };
}

/** Whether an item is answered in words, or with a number that is typed. */
function takesWords({ answer }: ItemView): boolean {
  return answer.kind === "text" || answer.kind === "number";
}

function isSlider(element: HTMLElement): boolean {
  return element.getAttribute("role") === "slider";
}

/** Whether there are words to be written of an item now. */
function isWritable(item: ItemView, draft: Draft): boolean {
  return takesWords(item) || isOther(draft.given[item.id]);
}

/** Whether something is typed that is no number of the item. */
function isHalfTyped(item: ItemView, draft: Draft): boolean {
  const typed = draft.typed[item.id] ?? "";
  return item.answer.kind === "number" && typed !== "" && draft.given[item.id] === undefined;
}
