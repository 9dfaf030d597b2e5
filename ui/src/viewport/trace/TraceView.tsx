import { type CanvasHTMLAttributes, type ReactNode, useEffect, useReducer, useRef } from "react";
import { devicePixels } from "../devicePixels";
import { Frame } from "../Frame";
import { Readout, type Tool, Tools } from "../Strip";
import { useFirstPaint } from "../useFirstPaint";
import { useKeysOf } from "../useKeysOf";
import { useSizeOf } from "../useSizeOf";
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
  const painted = useFirstPaint(onFirstPaint);

  useSizeOf(canvas, resized, turn);

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
      painted();
    });
    return () => cancelAnimationFrame(frame);
  }, [sheet, painted]);

  useKeysOf(canvas, keys, sheet.eeg ? turnForEegKey : turnForKey, turn);

  const tools: readonly Tool<Turn>[] = sheet.eeg
    ? eegTools(block, words)
    : [
        ["+", words.larger, { kind: "larger" }],
        ["−", words.smaller, { kind: "smaller" }],
        ["← →", words.scroll, { kind: "scroll", share: 0.25 }],
        ...(leadsOf(block) ? [["L", words.layout, { kind: "layout" }] as const] : []),
        ["R", words.reset, { kind: "reset" }],
      ];
  const hands: CanvasHTMLAttributes<HTMLCanvasElement> = {
    onPointerDown(event) {
      const { offsetX, offsetY } = event.nativeEvent;
      pressed.current = onStretch && event.button === 0 ? placeOn(sheet, offsetX, offsetY) : null;
      if (pressed.current) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerUp(event) {
      const { offsetX, offsetY } = event.nativeEvent;
      const from = pressed.current;
      const to = from && placeOn(sheet, offsetX, offsetY, from.strip);
      pressed.current = null;
      if (from && to) onStretch?.(from, to);
    },
    onWheel: (event) => turn({ kind: "scroll", share: event.deltaY < 0 ? -0.1 : 0.1 }),
  };
  return (
    <Frame
      canvas={canvas}
      label={label}
      keys={keys}
      hands={hands}
      bare={bare}
      over={over?.(sheet, turn)}
      strip={
        <>
          <Readout>{sheet.eeg ? eegTold(sheet, sheet.eeg, words) : told(sheet, words)}</Readout>
          <Tools tools={tools} act={turn} />
        </>
      }
    />
  );
}

function resized({ clientWidth, clientHeight }: HTMLCanvasElement): Turn {
  return { kind: "resize", width: clientWidth, height: clientHeight };
}

function told({ block, times }: Sheet, words: TraceWords): string {
  if (!isCalibrated(block)) return words.notToScale;
  return [
    `${MM_PER_SECOND * times} ${words.perSecond}`,
    `${MM_PER_MILLIVOLT * times} ${words.perMillivolt}`,
    words.noFilter,
  ].join(" · ");
}
