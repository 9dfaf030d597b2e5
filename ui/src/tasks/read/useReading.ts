import { useCallback, useEffect, useRef, useState } from "react";
import type { AnswerRequest, BlindCase, Failure, ReadingView } from "../../core/bindings";
import { leaveReading, nextCase, reading, saveAnswer, upcomingSlots } from "../../core/reading";
import { failureOf } from "./failureOf";
import { type Block, type PixelsAhead, pixelsAhead } from "./pixelsAhead";
import { type Draft, EMPTY, interrupt, painted, requestFor, showAt } from "./reading";

/** Where the reader is. */
export type Place =
  | { readonly at: "waiting" }
  | { readonly at: "start" }
  /** On the way to a case: its number is known, and nothing of it is seen. */
  | { readonly at: "between"; readonly current: BlindCase }
  | { readonly at: "case"; readonly current: BlindCase; readonly block: Block | null }
  | { readonly at: "done" }
  | { readonly at: "stuck"; readonly what: "open" | "show"; readonly failure: Failure };

/** One reader's way through one session: where it is, the answer so far, and how to go on. */
export function useReading() {
  const [view, setView] = useState<ReadingView | null>(null);
  const [place, setPlace] = useState<Place>({ at: "waiting" });
  const [draft, setDraft] = useState<Draft>(EMPTY);
  const [saving, setSaving] = useState(false);
  const [unsaved, setUnsaved] = useState<Failure | null>(null);
  const [ahead] = useState(pixelsAhead);
  const retry = useRef<() => void>(() => undefined);

  const stuck = useCallback((what: "open" | "show", problem: unknown, again: () => void) => {
    retry.current = again;
    setPlace({ at: "stuck", what, failure: failureOf(problem) });
  }, []);

  const open = useCallback(() => {
    setPlace({ at: "waiting" });
    reading().then(
      (opened) => {
        setView(opened);
        setPlace({ at: opened.done < opened.total ? "start" : "done" });
        if (opened.kind !== "card" && opened.done < opened.total) fetchFirst(opened, ahead);
      },
      (problem: unknown) => stuck("open", problem, open),
    );
  }, [ahead, stuck]);

  useEffect(open, [open]);

  /** Shows a case on a beat counted from the reader's key press. */
  const show = async (
    next: BlindCase | null,
    requestedAt: number,
    first: Draft = EMPTY,
  ): Promise<void> => {
    setDraft(first);
    if (!next) {
      setPlace({ at: "done" });
      return;
    }
    setPlace({ at: "between", current: next });
    try {
      const block = view?.kind !== "card" ? await ahead.take(next.slot) : null;
      await until(showAt(requestedAt, performance.now()));
      setPlace({ at: "case", current: next, block });
    } catch (problem) {
      stuck("show", problem, () => void show(next, performance.now(), first));
    }
  };

  const begin = async (): Promise<void> => {
    const requestedAt = performance.now();
    setPlace({ at: "waiting" });
    try {
      if (!view) return;
      const first = await nextCase(view.session);
      await show(first, requestedAt, view.resumed ? interrupt(EMPTY) : EMPTY);
    } catch (problem) {
      stuck("show", problem, () => void begin());
    }
  };

  /** Saves the answer; only when that is durable the next case comes. */
  const save = async (): Promise<void> => {
    if (place.at !== "case" || saving || !view) return;
    const requestedAt = performance.now();
    setSaving(true);
    try {
      const given = requestFor(draft, place.current.slot, requestedAt);
      const next = await saved({ ...given, session: view.session });
      setUnsaved(null);
      await show(next, requestedAt);
    } catch (problem) {
      setUnsaved(failureOf(problem));
    } finally {
      setSaving(false);
    }
  };

  /** Starts the clock, and uses the time of reading to fetch the next case. */
  const firstPaint = (at: number): void => {
    setDraft((before) => painted(before, at));
    if (!view || view.kind === "card") return;
    upcomingSlots(view.session).then(
      (slots) => {
        for (const slot of slots.slice(0, 1)) ahead.fetchAhead(slot);
      },
      () => undefined, // the case is fetched when its turn comes
    );
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
    save,
    firstPaint,
    again: () => retry.current(),
    leave,
  };
}

/** Fetches the first case while the reader reads what is asked, so that it is shown like all others. */
function fetchFirst(view: ReadingView, ahead: PixelsAhead): void {
  nextCase(view.session).then(
    (first) => first && ahead.fetchAhead(first.slot),
    () => undefined, // it is fetched when its turn comes, and says then what is wrong
  );
}

/**
 * Saves an answer and returns the next case.
 *
 * When the core says that this case has its answer, an earlier try has saved it
 * and only the reply was lost: then the case that is open comes next.
 */
async function saved(request: AnswerRequest): Promise<BlindCase | null> {
  try {
    return await saveAnswer(request);
  } catch (problem) {
    if (failureOf(problem).code !== "study.already_answered") throw problem;
    return nextCase(request.session);
  }
}

function until(time: number): Promise<void> {
  const wait = Math.max(0, time - performance.now());
  return new Promise((resolve) => setTimeout(resolve, wait));
}
