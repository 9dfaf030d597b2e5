import { MM } from "./millimetre";
import { paintTrace } from "./paintTrace";
import {
  MM_PER_MILLIVOLT,
  MM_PER_SECOND,
  type Sheet,
  type Strip,
  shownLength,
  strips,
} from "./sheet";
import { channelOf, isCalibrated, millivolts } from "./signal";

/** The colours of paper and ink: the same for every signal. */
export interface Inks {
  readonly paper: string;
  readonly fine: string;
  readonly coarse: string;
  readonly ink: string;
}

/** Paper as it comes from an electrocardiograph. */
export const PAPER: Inks = {
  paper: "#fff8f6",
  fine: "#f6dfdb",
  coarse: "#e9b8b0",
  ink: "#111111",
};

const NAME = "600 13px 'Inter Variable', system-ui, sans-serif";
const NUMBER = "11px 'Inter Variable', system-ui, sans-serif";

/** Draws the sheet. The context is scaled so that its unit is a CSS pixel. */
export function paintSheet(context: CanvasRenderingContext2D, sheet: Sheet, inks: Inks): void {
  const { width, height } = sheet.size;
  context.fillStyle = inks.paper;
  context.fillRect(0, 0, width, height);
  const scaled = isCalibrated(sheet.block);
  if (scaled) grid(context, sheet, inks);
  const all = strips(sheet);
  for (const strip of all) {
    context.save();
    context.beginPath();
    context.rect(0, strip.y, width, strip.height);
    context.clip();
    if (scaled) {
      if (strip.from === sheet.from) pulse(context, sheet, strip, inks);
    } else {
      frame(context, sheet, strip, inks);
    }
    trace(context, sheet, strip, inks);
    name(context, sheet, strip, inks);
    context.restore();
  }
}

/** Lines a millimetre apart, and stronger ones every five, from the first trace's start on. */
function grid(context: CanvasRenderingContext2D, { size, times }: Sheet, inks: Inks): void {
  const fine = MM * times;
  for (const [step, color] of [
    [fine, inks.fine],
    [5 * fine, inks.coarse],
  ] as const) {
    if (step < 3) continue; // lines that near would be a wash
    context.beginPath();
    context.strokeStyle = color;
    context.lineWidth = 1;
    for (let x = 44 % step; x < size.width; x += step) {
      context.moveTo(Math.round(x) + 0.5, 0);
      context.lineTo(Math.round(x) + 0.5, size.height);
    }
    for (let y = step; y < size.height; y += step) {
      context.moveTo(0, Math.round(y) + 0.5);
      context.lineTo(size.width, Math.round(y) + 0.5);
    }
    context.stroke();
  }
}

/** One millivolt for a fifth of a second, as far as there is room for it. */
function pulse(
  context: CanvasRenderingContext2D,
  { times }: Sheet,
  { y, height }: Strip,
  inks: Inks,
): void {
  const middle = y + height / 2;
  const wide = Math.min(24, 0.2 * MM_PER_SECOND * times * MM);
  const high = MM_PER_MILLIVOLT * times * MM;
  const left = 22 - wide / 2;
  context.beginPath();
  context.strokeStyle = inks.ink;
  context.lineWidth = 1.25;
  context.moveTo(left - 6, middle);
  context.lineTo(left, middle);
  context.lineTo(left, middle - high);
  context.lineTo(left + wide, middle - high);
  context.lineTo(left + wide, middle);
  context.lineTo(left + wide + 6, middle);
  context.stroke();
}

/** The range of a channel whose unit is not known. */
function frame(
  context: CanvasRenderingContext2D,
  { block }: Sheet,
  { x, y, width, height }: Strip,
  inks: Inks,
): void {
  context.strokeStyle = inks.coarse;
  context.strokeRect(x + 0.5, y + 4.5, width - 1, height - 9);
  context.fillStyle = inks.ink;
  context.font = NUMBER;
  context.textAlign = "right";
  context.textBaseline = "top";
  context.fillText(short(block.high), x - 4, y + 4);
  context.textBaseline = "bottom";
  context.fillText(short(block.low), x - 4, y + height - 4);
}

function name(
  context: CanvasRenderingContext2D,
  { block }: Sheet,
  { channel, x, y }: Strip,
  inks: Inks,
): void {
  const { name, unit } = block.channels[channel] ?? { name: "", unit: null };
  const text = [name, unit !== null && !isCalibrated(block) ? `(${unit})` : ""].join(" ").trim();
  if (text === "") return;
  context.font = NAME;
  context.textAlign = "left";
  context.textBaseline = "top";
  // Paper behind the letters, so that a trace does not strike them out.
  const wide = context.measureText(text).width;
  context.fillStyle = inks.paper;
  context.fillRect(x + 2, y + 5, wide + 4, 16);
  context.fillStyle = inks.ink;
  context.fillText(text, x + 4, y + 6);
}

/** The trace itself, to scale or between the least and the largest that is shown of all. */
function trace(context: CanvasRenderingContext2D, sheet: Sheet, strip: Strip, inks: Inks): void {
  const { block, times } = sheet;
  const channel = block.channels[strip.channel];
  const factor = channel ? millivolts(channel) : null;
  const middle = strip.y + strip.height / 2;
  const scaled = isCalibrated(block);
  const perUnit = (factor ?? 1) * MM_PER_MILLIVOLT * times * MM;
  const spread = Math.max(1e-30, block.high - block.low);
  const place = (value: number) =>
    scaled
      ? middle - value * perUnit
      : strip.y + 5 + (1 - (value - block.low) / spread) * (strip.height - 10);
  context.strokeStyle = inks.ink;
  context.lineWidth = 1.25;
  const perPixel = shownLength(sheet) / Math.max(1, sheet.size.width);
  paintTrace(context, channelOf(block, strip.channel), strip, perPixel, place);
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString().replace("-", "−");
}
