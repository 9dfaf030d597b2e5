import { type ReactNode, useEffect, useReducer, useRef } from "react";
import { devicePixels } from "../devicePixels";
import { useKeysOf } from "../useKeysOf";
import styles from "../Viewport.module.css";
import { type EegWords, eegTold, eegTools } from "./eegStrip";
import { turnForEegKey, turnForKey } from "./keys";
import { paintEeg } from "./paintEeg";
import { PAPER, paintSheet } from "./paintSheet";
import { placeOn, type TracePlace } from "./place";
import {
  firstSheet,
  leadsOf,
  MM_PER_MILLIVOLT,
  MM_PER_SECOND,
  type Sheet,
  type Turn,
  turned,
} from "./sheet";
import { isCalibrated, type SignalBlock } from "./signal";

interface Props {
  /** The signal. Give the component a new `key` with a new signal, so that it starts afresh. */
  block: SignalBlock;
  /** What assistive technology calls it. */
  label: string;
  words: TraceWords;
  /** Whether keys work wherever the focus is, or only on the trace. */
  keys?: "page" | "picture";
  /** Hears, once, when the trace was first painted, on the clock of `performance.now`. */
  onFirstPaint?: ((at: number) => void) | undefined;
  /** Whether the strip below the trace is left out. */
  bare?: boolean;
  /** What lies over the trace. */
  over?: ((sheet: Sheet, turn: (turn: Turn) => void) => ReactNode) | undefined;
  /** Hears a stretch of one channel that was drawn with the first button, in seconds. */
  onStretch?: ((from: TracePlace, to: TracePlace) => void) | undefined;
}

/** The words of the strip below the trace. */
export interface TraceWords {
  readonly perSecond: string;
  readonly perMillivolt: string;
  readonly notToScale: string;
  readonly noFilter: string;
  readonly larger: string;
  readonly smaller: string;
  readonly layout: string;
  readonly scroll: string;
  readonly reset: string;
  readonly eeg: EegWords;
}

/**
 * Shows a signal on paper: 25 mm/s and 10 mm/mV where it says its rate and unit, ten seconds of
 * 7 µV/mm where its names say that it is an EEG, and else as large as fits. The keys are in
 * `turnForKey` and `turnForEegKey`.
 */
export function TraceView({
  block,
  label,
  words,
  keys = "picture",
  onFirstPaint,
  bare = false,
  over,
  onStretch,
}: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pressed = useRef<TracePlace | null>(null);
  const [sheet, turn] = useReducer(turned, block, firstSheet);
  const heard = useRef(false);
  const hear = useRef(onFirstPaint);
  hear.current = onFirstPaint;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const measure = () =>
      turn({ kind: "resize", width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (sheet.size.width === 0 || sheet.size.height === 0) return undefined;
    const frame = requestAnimationFrame(() => {
      const element = canvas.current;
      const context = element?.getContext("2d");
      if (element && context) {
        const { width, height } = devicePixels(element);
        [element.width, element.height] = [width, height];
        context.scale(devicePixelRatio, devicePixelRatio);
        if (sheet.eeg) paintEeg(context, sheet, sheet.eeg);
        else paintSheet(context, sheet, PAPER);
      }
      if (!heard.current) {
        heard.current = true;
        hear.current?.(performance.now());
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [sheet]);

  useKeysOf(canvas, keys, sheet.eeg ? turnForEegKey : turnForKey, turn);

  const tools = sheet.eeg
    ? eegTools(block, words)
    : ([
        ["+", words.larger, { kind: "larger" }],
        ["−", words.smaller, { kind: "smaller" }],
        ["← →", words.scroll, { kind: "scroll", share: 0.25 }],
        ...(leadsOf(block) ? [["L", words.layout, { kind: "layout" }] as const] : []),
        ["R", words.reset, { kind: "reset" }],
      ] as const);
  return (
    <div className={styles.viewport}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="img"
        aria-label={label}
        tabIndex={keys === "picture" ? 0 : -1}
        draggable={false}
        onContextMenu={(event) => event.preventDefault()}
        onPointerDown={(event) => {
          const { offsetX, offsetY } = event.nativeEvent;
          pressed.current =
            onStretch && event.button === 0 ? placeOn(sheet, offsetX, offsetY) : null;
          if (pressed.current) event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerUp={(event) => {
          const { offsetX, offsetY } = event.nativeEvent;
          const from = pressed.current;
          const to = from && placeOn(sheet, offsetX, offsetY, from.strip);
          pressed.current = null;
          if (from && to) onStretch?.(from, to);
        }}
        onWheel={(event) => turn({ kind: "scroll", share: event.deltaY < 0 ? -0.1 : 0.1 })}
      />
      <div className={styles.strip} hidden={bare}>
        <span className={styles.told}>
          {sheet.eeg ? eegTold(sheet, sheet.eeg, words) : told(sheet, words)}
        </span>
        <span className={styles.tools}>
          {tools.map(([key, name, kind]) => (
            <button
              key={key}
              type="button"
              tabIndex={-1}
              className={styles.tool}
              aria-keyshortcuts={key}
              // The focus stays where the reader's keys are.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => turn(kind)}
            >
              <kbd>{key}</kbd> {name}
            </button>
          ))}
        </span>
      </div>
      {over && <div className={styles.over}>{over(sheet, turn)}</div>}
    </div>
  );
}

function told({ block, times }: Sheet, words: TraceWords): string {
  if (!isCalibrated(block)) return words.notToScale;
  return [
    `${MM_PER_SECOND * times} ${words.perSecond}`,
    `${MM_PER_MILLIVOLT * times} ${words.perMillivolt}`,
    words.noFilter,
  ].join(" · ");
}
