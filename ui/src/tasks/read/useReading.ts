import { useCallback, useEffect, useRef, useState } from "react";
import type { BlindCase, Failure, ReadingStep, ReadingView } from "../../core/bindings";
import {
  leaveReading,
  nextStep,
  passStep,
  reading,
  saveAnswer,
  saveForm,
  upcomingSlots,
} from "../../core/reading";
import { type Block, pixelsAhead } from "./case/pixelsAhead";
import { failureOf } from "./failureOf";
import { givenOf } from "./items/asked";
import { type Draft, EMPTY, interrupt, painted, requestFor, showAt } from "./reading";
import { speak } from "./words";

/** A step that is a page of its own, and no case. */
export type PageStep = Exclude<ReadingStep, { step: "case" } | { step: "done" }>;

/** Where the reader is. */
export type Place =
  | { readonly at: "waiting" }
  | { readonly at: "start" }
  | { readonly at: "page"; readonly step: PageStep }
  /** On the way to a case: its number is known, and nothing of it is seen. */
  | { readonly at: "between"; readonly current: BlindCase }
  | {
      readonly at: "case";
      readonly current: BlindCase;
      readonly blocks: readonly Block[];
      /** What the case was, once it is read for practice. */
      readonly feedback: string | null;
    }
  | { readonly at: "done"; readonly total: number; readonly againAfter: string | null }
  | { readonly at: "stuck"; readonly what: "open" | "show"; readonly failure: Failure };

/** One reader's way through one session: where it is, the answers so far, and how to go on. */
export function useReading() {
  const [view, setView] = useState<ReadingView | null>(null);
  const [place, setPlace] = useState<Place>({ at: "waiting" });
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [saving, setSaving] = useState(false);
  const [unsaved, setUnsaved] = useState<Failure | null>(null);
  const [ahead] = useState(pixelsAhead);
  const retry = useRef<() => void>(() => undefined);
  /** Two presses in one moment are one. */
  const isGoing = useRef(false);
  /** Whether the next case was on the screen before, in a reading that was broken off. */
  const wasSeen = useRef(false);

  const stuck = useCallback((what: "open" | "show", problem: unknown, again: () => void) => {
    retry.current = again;
    setPlace({ at: "stuck", what, failure: failureOf(problem) });
  }, []);

  /** Shows a step; a case on a beat counted from the reader's key press. */
  const show = useCallback(
    async (opened: ReadingView, next: ReadingStep, requestedAt: number): Promise<void> => {
      setUnsaved(null);
      if (next.step === "feedback") {
        // The case and what was answered to it stay in sight, where they were.
        setPlace((before) =>
          before.at === "case" && before.current.slot === next.slot
            ? { ...before, feedback: next.said }
            : { at: "page", step: next },
        );
      } else if (next.step === "done") {
        setPlace({ at: "done", total: next.total, againAfter: next.againAfter });
      } else if (next.step !== "case") {
        setDraft(EMPTY);
        setPlace({ at: "page", step: next });
      } else {
        setDraft(wasSeen.current ? interrupt(EMPTY) : EMPTY);
        setPlace({ at: "between", current: next });
        try {
          const slots = next.stimuli.map(({ slot }) => slot);
          const blocks = opened.kind === "card" ? [] : await ahead.take(slots);
          await until(showAt(requestedAt, performance.now()));
          setPlace({ at: "case", current: next, blocks, feedback: null });
          wasSeen.current = false;
        } catch (problem) {
          stuck("show", problem, () => void show(opened, next, performance.now()));
        }
        return; // what comes next is fetched when this is painted
      }
      fetchNext(opened, ahead.fetchAhead);
    },
    [ahead, stuck],
  );

  /** Asks the core for a step and shows it; asked again, the core says which one is open. */
  const goTo = useCallback(
    async (opened: ReadingView, ask: () => Promise<ReadingStep>): Promise<void> => {
      if (isGoing.current) return;
      isGoing.current = true;
      const requestedAt = performance.now();
      try {
        await show(opened, await ask(), requestedAt);
      } catch (problem) {
        stuck("show", problem, () => void goTo(opened, () => nextStep(opened.session)));
      } finally {
        isGoing.current = false;
      }
    },
    [show, stuck],
  );

  const open = useCallback(() => {
    setPlace({ at: "waiting" });
    reading().then(
      (opened) => {
        speak(opened.language);
        setView(opened);
        wasSeen.current = opened.resumed;
        if (opened.done < opened.total) {
          setPlace({ at: "start" });
          fetchFirst(opened, ahead.fetchAhead);
        } else void goTo(opened, () => nextStep(opened.session));
      },
      (problem: unknown) => stuck("open", problem, open),
    );
  }, [ahead, goTo, stuck]);

  useEffect(open, [open]);

  const begin = (): void => {
    if (!view) return;
    setPlace({ at: "waiting" });
    void goTo(view, () => nextStep(view.session));
  };

  /** Passes what is only read. */
  const pass = (step: string): void => {
    if (view) void goTo(view, () => passStep(view.session, step));
  };

  /** Saves; only when that is durable the next step comes, and else all stays on the screen. */
  const save = async (send: () => Promise<ReadingStep>): Promise<void> => {
    if (!view || isGoing.current) return;
    isGoing.current = true;
    const requestedAt = performance.now();
    setSaving(true);
    try {
      await show(view, await saved(view.session, send), requestedAt);
    } catch (problem) {
      setUnsaved(failureOf(problem));
    } finally {
      setSaving(false);
      isGoing.current = false;
    }
  };

  const saveCase = (): void => {
    if (place.at !== "case" || !view) return;
    const given = requestFor(draft, place.current, performance.now());
    void save(() => saveAnswer({ ...given, session: view.session }));
  };

  const saveThisForm = (): void => {
    if (place.at !== "page" || place.step.step !== "form" || !view) return;
    const { form, items } = place.step;
    void save(() => saveForm({ session: view.session, form, given: givenOf(items, draft.given) }));
  };

  /** Starts the clock, and uses the time of reading to fetch what comes next. */
  const firstPaint = (at: number): void => {
    setDraft((before) => painted(before, at));
    if (view) fetchNext(view, ahead.fetchAhead);
  };

  const leave = (): void => {
    leaveReading().catch((problem: unknown) => stuck("open", problem, leave));
  };

  return {
    view,
    place,
    draft,
    setDraft,
    saving,
    unsaved,
    begin,
    pass,
    saveCase,
    saveForm: saveThisForm,
    firstPaint,
    again: () => retry.current(),
    leave,
  };
}

/** Fetches the first case while the reader reads what to do, so that it is shown like all others. */
function fetchFirst(view: ReadingView, fetchAhead: (slots: readonly string[]) => void): void {
  if (view.kind === "card") return;
  nextStep(view.session).then(
    (first) => {
      if (first.step === "case") fetchAhead(first.stimuli.map(({ slot }) => slot));
      else fetchNext(view, fetchAhead);
    },
    () => undefined, // it is fetched when its turn comes, and says then what is wrong
  );
}

/** Fetches all that is shown together next. */
function fetchNext(view: ReadingView, fetchAhead: (slots: readonly string[]) => void): void {
  if (view.kind === "card") return;
  upcomingSlots(view.session).then(fetchAhead, () => undefined); // fetched when its turn comes
}

/**
 * Saves and returns the next step.
 *
 * When the core says that this has its answer, an earlier try has saved it and only
 * the reply was lost: then the step that is open comes next.
 */
async function saved(session: string, send: () => Promise<ReadingStep>): Promise<ReadingStep> {
  try {
    return await send();
  } catch (problem) {
    if (failureOf(problem).code !== "study.already_answered") throw problem;
    return nextStep(session);
  }
}

function until(time: number): Promise<void> {
  const wait = Math.max(0, time - performance.now());
  return new Promise((resolve) => setTimeout(resolve, wait));
}
