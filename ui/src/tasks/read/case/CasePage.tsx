import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from "react";
import type { BlindCase, Failure, ReadingView } from "../../../core/bindings";
import { isEeg } from "../../../viewport/trace/electrodes";
import { leadName } from "../../../viewport/trace/montage";
import type { LeadText } from "../items/Item";
import { pairFields } from "../items/Placed";
import { choiceForKey, choicesOf, reasonsOf } from "../items/picks";
import { leadOf } from "../items/placed";
import { type Answering, useAnswering } from "../items/useAnswering";
import { KeysPage } from "../pages/KeysPage";
import { PausePage } from "../pages/PausePage";
import { type Draft, digitOf, interrupt, progressText } from "../reading";
import { useAway } from "../useAway";
import { isHeld, isOnButton, isOnText, useKey } from "../useKey";
import { say } from "../words";
import { Asked } from "./Asked";
import styles from "./CasePage.module.css";
import { Panes } from "./Panes";
import { Progress } from "./Progress";
import type { Block } from "./pixelsAhead";
import { pointAt } from "./pointAt";

interface Props {
  view: ReadingView;
  current: BlindCase;
  /** The case, once it may be seen. */
  shown: { readonly current: BlindCase; readonly blocks: readonly Block[] } | null;
  /** What the case was, once it is read for practice. */
  feedback: string | null;
  draft: Draft;
  onDraft: Dispatch<SetStateAction<Draft>>;
  saving: boolean;
  unsaved: Failure | null;
  onFirstPaint: (at: number) => void;
  onSave: () => void;
  /** Passes an example or what is said of a practice case. */
  onPass: () => void;
  onLeave: () => void;
}

type Over = "nothing" | "keys" | "pause";

/** One case: the case, what is asked of it, and nothing else. */
export function CasePage(props: Props) {
  const { view, current, shown, feedback, draft, onDraft, saving, unsaved } = props;
  const page = useRef<HTMLElement>(null);
  const [over, setOver] = useState<Over>("nothing");
  const [said, setSaid] = useState("");
  const [keysAt, setKeysAt] = useState({ slot: "", at: 0 });
  const isRead = feedback !== null || current.show === "example";
  const ready = shown !== null && !saving && !isRead;
  const at = keysAt.slot === current.slot ? keysAt.at : 0;

  const answering = useAnswering({
    key: current.slot,
    items: current.items,
    draft,
    onDraft,
    ready,
    onSay: setSaid,
    onComplete: props.onSave,
  });
  const free = over === "nothing";
  // While a page lies over the case, nothing points at it.
  const point = pointAt(free ? answering : { ...answering, pointing: null }, setSaid);

  useAway(() => setOver("pause"));

  // Also a case that comes while the reader is away counts as interrupted.
  useEffect(() => {
    if (over === "pause" && shown) onDraft(interrupt);
  }, [over, shown, onDraft]);

  useEffect(() => {
    if (!shown) return;
    setSaid([progressText(shown.current), shown.current.said ?? ""].join(" ").trim());
    page.current?.focus({ preventScroll: true });
  }, [shown]);

  useEffect(() => {
    if (feedback !== null) setSaid(feedback);
  }, [feedback]);

  const close = () => {
    setOver("nothing");
    page.current?.focus({ preventScroll: true });
  };

  const enter = () => {
    if (isRead && shown && !saving) props.onPass();
    else if (ready) answering.goOn();
  };

  useKey((event) => {
    if (over === "pause") return; // the pause page hears its own keys
    if (over === "keys") {
      if (["Escape", "Enter", "?"].includes(event.key) && !isOnButton(event)) {
        event.preventDefault();
        close();
      }
      return;
    }
    const isTaken = isOnText(event)
      ? textKey(event, answering)
      : answering.pointing
        ? pointingKey(event, answering, setSaid) || roomKey(event)
        : caseKey(event);
    if (isTaken) event.preventDefault();
  });

  const caseKey = (event: KeyboardEvent): boolean => {
    if (event.key === "Enter" && !isHeld(event)) {
      if (isOnButton(event)) return false;
      enter();
      return true;
    }
    return roomKey(event) || answering.press(event);
  };

  const roomKey = (event: KeyboardEvent): boolean => {
    if (isHeld(event)) return false;
    const key = event.key.toLowerCase();
    if (key === "?") setOver("keys");
    else if (key === "p") setOver("pause");
    else if (key === "v" && 1 < current.stimuli.length) {
      setKeysAt({ slot: current.slot, at: (at + 1) % current.stimuli.length });
    } else return false;
    return true;
  };

  const isAside = current.items.length > 2 || current.items.some(isLong);
  return (
    <>
      <main
        ref={page}
        className={styles.room}
        tabIndex={-1}
        aria-label={progressText(current)}
        inert={!free}
        data-hidden={!free || undefined}
        data-aside={isAside || undefined}
      >
        <Progress view={view} current={current} />
        <div className={styles.case}>
          {shown && (
            <Panes
              key={shown.current.slot}
              view={view}
              current={shown.current}
              blocks={shown.blocks}
              free={free}
              keysAt={at}
              onKeysAt={(next) => setKeysAt({ slot: current.slot, at: next })}
              point={point}
              onFirstPaint={props.onFirstPaint}
            />
          )}
        </div>
        <Asked
          current={current}
          answering={answering}
          leadText={leadTextOf(shown?.blocks)}
          isAside={isAside}
          told={feedback ?? (shown && current.said)}
          isRead={isRead}
          unsaved={saving ? null : unsaved}
          said={said}
          onEnter={enter}
          onSwitch={() => setKeysAt({ slot: current.slot, at: (at + 1) % current.stimuli.length })}
          onPause={() => setOver("pause")}
          onKeys={() => setOver("keys")}
        />
      </main>
      <p className={styles.spoken} role="status">
        {said}
      </p>
      {over === "keys" && (
        <KeysPage
          view={view}
          items={current.items}
          isOne={current.stimuli.length === 1}
          ofEeg={shown?.blocks.some((one) => one.kind === "signal" && isEeg(one.signal)) ?? false}
          onClose={close}
        />
      )}
      {over === "pause" && <PausePage onGoOn={close} onLeave={props.onLeave} />}
    </>
  );
}

/** Keys while someone writes: Enter keeps the text and goes on, Esc only keeps it. */
export function textKey(event: KeyboardEvent, answering: Answering): boolean {
  if (event.isComposing) return false;
  if (event.key === "Escape") {
    answering.stopWriting(false);
    return true;
  }
  if (event.key === "Tab" && !isHeld(event)) {
    answering.stopWriting(false);
    return answering.press(event);
  }
  if (event.key !== "Enter" || event.shiftKey) return false;
  answering.stopWriting(!event.ctrlKey);
  if (event.ctrlKey) answering.goOn();
  return true;
}

/** Keys while the reader points; those that move are heard where they move something. */
function pointingKey(
  event: KeyboardEvent,
  answering: Answering,
  onSay: (said: string) => void,
): boolean {
  const { pointing } = answering;
  if (!pointing || isHeld(event)) return false;
  const { answer } = pointing.item;
  const key = event.key.toLowerCase();
  if (answer.kind === "field_pairs" && pointing.pending.length === 2) {
    const reason = choiceForKey(digitOf(event), reasonsOf(answer.reasons));
    if (reason) {
      const problem = pairFields(answering, reason.code);
      onSay(problem === "" ? say("case.chosen", { anchor: reason.text }) : problem);
      return true;
    }
  }
  if (key === "escape" || key === "m" || key === "s") answering.stopPointing();
  else if (key === "backspace") answering.removeLast(pointing.item);
  else if (key === "tab") answering.stopPointing();
  else return false;
  return true;
}

/** Whether an item has more choices than a line below the case can hold. */
function isLong({ answer }: BlindCase["items"][number]): boolean {
  return 7 < choicesOf(answer).length || answer.kind === "several";
}

/** What the leads of the case are called; by their number where it has no names. */
function leadTextOf(blocks: readonly Block[] | undefined): LeadText {
  const first = blocks?.[0];
  return (marked) => {
    const lead = leadOf(marked);
    if (lead === null) return null;
    const name = first?.kind === "signal" ? leadName(first.signal, lead) : null;
    return name ?? String(marked.lead);
  };
}
