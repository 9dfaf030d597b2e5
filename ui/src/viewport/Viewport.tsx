import { type ReactNode, type RefObject, useEffect, useMemo, useReducer, useRef } from "react";
import { devicePixels } from "./devicePixels";
import { Frame } from "./Frame";
import { moveForKey } from "./keys";
import { type Lens, lensOf } from "./lens";
import { painterFor } from "./paint";
import type { PixelBlock } from "./pixels";
import { Readout, type Tool, Tools } from "./Strip";
import { firstStage, type Move, moved, type Stage } from "./stage";
import { useFirstPaint } from "./useFirstPaint";
import { useKeysOf } from "./useKeysOf";
import { useSizeOf } from "./useSizeOf";
import { type Point, timesFit } from "./zoom";

interface Props {
  /** The picture. Give the component a new `key` with a new picture, so that it starts afresh. */
  block: PixelBlock;
  /** What assistive technology calls it. */
  label: string;
  /** The words of the strip below the picture. */
  words: ViewportWords;
  /**
   * `relative` tells window and zoom as a share of the first ones, so that they say
   * nothing of a blinded picture's depth or size; `absolute` tells stored values.
   */
  readouts?: "relative" | "absolute";
  /** What is first shown from black to white; else the picture's own values say. */
  window?: { readonly low: number; readonly high: number } | undefined;
  /** Whether keys work wherever the focus is, or only on the picture. */
  keys?: "page" | "picture";
  /** Hears, once, when the picture was first painted, on the clock of `performance.now`. */
  onFirstPaint?: ((at: number) => void) | undefined;
  /** Whether the strip below the picture is left out. */
  bare?: boolean;
  /** What lies over the picture. */
  over?: ((lens: Lens) => ReactNode) | undefined;
  /** Hears a press of the first button on a place of the picture, instead of changing the window. */
  onPlace?: ((at: Point) => void) | undefined;
}

/** The words of the strip below the picture. */
export interface ViewportWords {
  readonly contrast: string;
  readonly brightness: string;
  readonly zoom: string;
  readonly fit: string;
  readonly oneToOne: string;
  readonly invert: string;
  readonly reset: string;
}

/**
 * Shows a picture.
 *
 * Dragging changes the window, the wheel zooms to the cursor, dragging with
 * another button or with Space pans; the keys are in `moveForKey`.
 */
export function Viewport({
  block,
  label,
  words,
  readouts = "absolute",
  window,
  keys = "picture",
  onFirstPaint,
  bare = false,
  over,
  onPlace,
}: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [stage, move] = useReducer(moved, block, (first) => firstStage(first, window));

  usePaint(canvas, block, stage, onFirstPaint);
  useSizeOf(canvas, resized, move);
  useWheel(canvas, move);
  useKeysOf(canvas, keys, moveForKey, move);
  const lens = lensOf(stage, devicePixelRatio, move);
  const drag = useDrag(move, onPlace && ((at) => onPlace(lens.toPicture(at))));

  const told = readouts === "relative" ? relative(stage) : absolute(stage);
  const tools: readonly Tool<Move>[] = [
    ["F", words.fit, { kind: "fit" }],
    ["A", words.oneToOne, { kind: "oneToOne" }, stage.view.scale === 1],
    ["I", words.invert, { kind: "invert" }, stage.inverted],
    ["R", words.reset, { kind: "reset" }],
  ];

  return (
    <Frame
      canvas={canvas}
      label={label}
      keys={keys}
      hands={drag}
      bare={bare}
      over={over?.(lens)}
      strip={
        <>
          <Readout>
            {words.contrast} {told.contrast}
          </Readout>
          <Readout>
            {words.brightness} {told.brightness}
          </Readout>
          <Tools tools={tools} act={move} />
          <Readout>
            {words.zoom} {told.zoom}
          </Readout>
        </>
      }
    />
  );
}

function usePaint(
  canvas: RefObject<HTMLCanvasElement | null>,
  block: PixelBlock,
  stage: Stage,
  onFirstPaint: Props["onFirstPaint"],
) {
  const painter = useMemo(() => painterFor(block), [block]);
  const painted = useFirstPaint(onFirstPaint);

  useEffect(() => {
    if (stage.size.width === 0 || stage.size.height === 0) return undefined;
    const frame = requestAnimationFrame(() => {
      const element = canvas.current;
      if (!element) return;
      // Setting a size clears the canvas, so it is only set when it changes.
      if (element.width !== stage.size.width) element.width = stage.size.width;
      if (element.height !== stage.size.height) element.height = stage.size.height;
      const context = element.getContext("2d");
      if (context) painter.paint(context, stage);
      painted();
    });
    return () => cancelAnimationFrame(frame);
  }, [canvas, painter, stage, painted]);
}

function resized(canvas: HTMLCanvasElement): Move {
  return { kind: "resize", size: devicePixels(canvas) };
}

function useWheel(canvas: RefObject<HTMLCanvasElement | null>, move: (move: Move) => void) {
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
      // One notch of any wheel is at most a quarter more or less.
      const turned = Math.max(-150, Math.min(150, event.deltaY * lines));
      const at = { x: event.offsetX * devicePixelRatio, y: event.offsetY * devicePixelRatio };
      move({ kind: "zoom", factor: Math.exp(-turned * 0.0015), at });
    };
    // React listens passively to wheels; the page must not scroll beneath the picture.
    element.addEventListener("wheel", turn, { passive: false });
    return () => element.removeEventListener("wheel", turn);
  }, [canvas, move]);
}

/** Left drags the window; middle, right, or left with Space held drag the picture. */
function useDrag(move: (move: Move) => void, onPlace: ((at: Point) => void) | undefined) {
  const space = useSpaceHeld();
  const held = useRef<{ kind: "window" | "pan"; x: number; y: number } | null>(null);
  return {
    onPointerDown(event: React.PointerEvent<HTMLCanvasElement>) {
      const pans = event.button !== 0 || space.current;
      if (onPlace && !pans) {
        onPlace({ x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY });
        return;
      }
      held.current = { kind: pans ? "pan" : "window", x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
      // A middle button would else begin to scroll.
      if (event.button !== 0) event.preventDefault();
    },
    onPointerMove(event: React.PointerEvent<HTMLCanvasElement>) {
      const from = held.current;
      if (!from) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      held.current = { ...from, x: event.clientX, y: event.clientY };
      const unit = from.kind === "pan" ? devicePixelRatio : 1;
      move({ kind: from.kind, dx: dx * unit, dy: dy * unit });
    },
    onPointerUp() {
      held.current = null;
    },
    onPointerCancel() {
      held.current = null;
    },
  };
}

function useSpaceHeld(): RefObject<boolean> {
  const held = useRef(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === " ") held.current = event.type === "keydown";
    };
    const forget = () => {
      held.current = false;
    };
    document.addEventListener("keydown", press);
    document.addEventListener("keyup", press);
    window.addEventListener("blur", forget);
    return () => {
      document.removeEventListener("keydown", press);
      document.removeEventListener("keyup", press);
      window.removeEventListener("blur", forget);
    };
  }, []);
  return held;
}

interface Told {
  readonly contrast: string;
  readonly brightness: string;
  readonly zoom: string;
}

function relative(stage: Stage): Told {
  const { window, firstWindow } = stage;
  const contrast = Math.round((100 * firstWindow.width) / window.width);
  const brightness = Math.round((100 * (firstWindow.center - window.center)) / firstWindow.width);
  const times = Math.round(100 * timesFit(stage.picture, stage.size, stage.view));
  return {
    contrast: `${contrast} %`,
    brightness: `${signed(brightness)} %`,
    zoom: `${times} %`,
  };
}

function signed(value: number): string {
  const sign = value < 0 ? "−" : "+";
  return value === 0 ? "0" : `${sign}${Math.abs(value)}`;
}

function absolute({ window, view }: Stage): Told {
  return {
    contrast: `${Math.round(window.width)}`,
    brightness: `${Math.round(window.center)}`.replace("-", "−"),
    zoom: `${Math.round(100 * view.scale)} %`,
  };
}
