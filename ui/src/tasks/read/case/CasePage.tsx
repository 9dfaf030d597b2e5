import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from "react";
import type { BlindCase, Failure, ReadingView } from "../../core/bindings";
import { TraceView } from "../../viewport/trace/TraceView";
import { Viewport } from "../../viewport/Viewport";
import { Asked } from "./Asked";
import styles from "./CasePage.module.css";
import { KeysPage } from "./KeysPage";
import { Note } from "./Note";
import { PatientCard } from "./PatientCard";
import { PausePage } from "./PausePage";
import { Progress } from "./Progress";
import type { Block } from "./pixelsAhead";
import {
  choose,
  type Draft,
  digitOf,
  interrupt,
  isScale,
  progressText,
  scaleForDigits,
  scoreForKey,
  unanswered,
  write,
} from "./reading";
import { useAway } from "./useAway";
import { isOnButton, isOnText, useKey } from "./useKey";
import { say } from "./words";

interface Props {
  view: ReadingView;
  current: BlindCase;
  /** The case, once it may be seen. */
  shown: { readonly current: BlindCase; readonly block: Block | null } | null;
  draft: Draft;
  onDraft: Dispatch<SetStateAction<Draft>>;
  saving: boolean;
  unsaved: Failure | null;
  onFirstPaint: (at: number) => void;
  onSave: () => void;
  onLeave: () => void;
}

type Over = "nothing" | "note" | "keys" | "pause";

const WORDS = {
  contrast: say("viewport.contrast"),
  brightness: say("viewport.brightness"),
  zoom: say("viewport.zoom"),
  fit: say("viewport.fit"),
  oneToOne: say("viewport.oneToOne"),
  invert: say("viewport.invert"),
  reset: say("viewport.reset"),
};

const TRACE_WORDS = {
  perSecond: say("viewport.perSecond"),
  perMillivolt: say("viewport.perMillivolt"),
  notToScale: say("viewport.notToScale"),
  noFilter: say("viewport.noFilter"),
  larger: say("viewport.larger"),
  smaller: say("viewport.smaller"),
  layout: say("viewport.layout"),
  scroll: say("viewport.scroll"),
  reset: say("viewport.reset"),
};

/** One case: the case, what is asked of it, and nothing else. */
export function CasePage(props: Props) {
  const { view, current, shown, draft, onDraft, saving, unsaved } = props;
  const page = useRef<HTMLElement>(null);
  const [over, setOver] = useState<Over>("nothing");
  const [focused, setFocused] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const { questions } = view;
  const texts = questions.filter((question) => !isScale(question));
  const open = unanswered(draft, questions);
  const ready = shown !== null && !saving;

  useAway(() => setOver("pause"));

  // Also a case that comes while the reader is away counts as interrupted.
  useEffect(() => {
    if (over === "pause" && shown) onDraft(interrupt);
  }, [over, shown, onDraft]);

  useEffect(() => {
    if (!shown) return;
    setSaid(progressText(shown.current));
    page.current?.focus({ preventScroll: true });
  }, [shown]);

  const close = () => {
    setOver("nothing");
    page.current?.focus({ preventScroll: true });
  };

  const pick = (question: string, score: number) => {
    if (!ready) return;
    const now = performance.now();
    onDraft((before) => choose(before, question, score, now));
    const anchor = questions.find(({ id }) => id === question)?.anchors[score - 1] ?? "";
    setSaid(say("case.chosen", { anchor }));
  };

  const save = () => {
    if (!ready) return;
    if (open.length === 0) {
      setOver("nothing");
      props.onSave();
    } else if (open.every((question) => !isScale(question))) {
      setOver("note");
    } else {
      setSaid(say("case.chooseFirst", { count: questions.filter(isScale).length }));
    }
  };

  useKey((event) => {
    if (over === "pause") return; // the pause page hears its own keys
    if (event.key === "Escape" && over !== "nothing") {
      close();
      return;
    }
    if (isOnText(event)) {
      noteKey(event);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      if (!isOnButton(event)) {
        event.preventDefault();
        if (over === "keys") close();
        else save();
      }
      return;
    }
    letter(event);
  });

  const noteKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    close();
    if (event.ctrlKey) save();
  };

  const letter = (event: KeyboardEvent) => {
    const toggle = (what: Over) => {
      event.preventDefault();
      if (over === what) close();
      else setOver(what);
    };
    const key = event.key.toLowerCase();
    if (key === "?") toggle("keys");
    else if (key === "p") toggle("pause");
    else if (key === "n" && 0 < texts.length) toggle("note");
    else if (over !== "keys") digit(event);
  };

  const digit = (event: KeyboardEvent) => {
    const scale = scaleForDigits(draft, questions, focused);
    const score = scale && scoreForKey(digitOf(event), scale);
    if (scale && score !== null) pick(scale.id, score);
  };

  const free = over === "nothing" || over === "note";
  return (
    <>
      <main
        ref={page}
        className={styles.room}
        tabIndex={-1}
        aria-label={progressText(current)}
        inert={!free}
        data-hidden={!free || undefined}
      >
        <Progress view={view} current={current} />
        <div className={styles.case}>
          {shown?.block?.kind === "signal" && (
            <TraceView
              key={shown.current.slot}
              block={shown.block.signal}
              label={say("case.signal")}
              words={TRACE_WORDS}
              keys={free ? "page" : "picture"}
              onFirstPaint={props.onFirstPaint}
            />
          )}
          {shown?.block?.kind === "image" && (
            <Viewport
              key={shown.current.slot}
              block={shown.block.pixels}
              label={say("case.image")}
              words={WORDS}
              readouts="relative"
              window={view.window ?? undefined}
              keys={free ? "page" : "picture"}
              onFirstPaint={props.onFirstPaint}
            />
          )}
          {shown && !shown.block && (
            <PatientCard
              key={shown.current.slot}
              fields={shown.current.fields}
              onFirstPaint={props.onFirstPaint}
            />
          )}
        </div>
        {over === "note" && (
          <Note
            questions={texts}
            draft={draft}
            onWrite={(question, text) => onDraft((before) => write(before, question, text))}
            onClose={close}
          />
        )}
        <Asked
          questions={questions}
          draft={draft}
          ready={ready}
          complete={open.length === 0}
          unsaved={saving ? null : unsaved}
          said={said}
          onFocusScale={setFocused}
          onPick={pick}
          onPicked={() => page.current?.focus({ preventScroll: true })}
          onSave={save}
          onNote={() => setOver("note")}
          onPause={() => setOver("pause")}
          onKeys={() => setOver("keys")}
        />
      </main>
      <p className={styles.spoken} role="status">
        {said}
      </p>
      {over === "keys" && <KeysPage view={view} onClose={close} />}
      {over === "pause" && <PausePage onGoOn={close} onLeave={props.onLeave} />}
    </>
  );
}
