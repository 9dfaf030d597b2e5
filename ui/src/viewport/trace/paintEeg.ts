import { type EegLook, microvoltsOf, type Page, rowsOf } from "./eeg";
import { EEG_MARGIN, eegShown, eegStrips, nameWidth, pagePlace, SWING } from "./eegPage";
import { MM } from "./millimetre";
import { isSameLead } from "./montage";
import { paintTrace } from "./paintTrace";
import type { Sheet } from "./sheet";

/** Paper without a hue: lines are for the eye to count seconds by, and not to be seen. */
const INKS = {
  paper: "#fcfcfb",
  fine: "#eceeef",
  second: "#cdd1d4",
  note: "#565b60",
  ink: "#15171a",
};
const NAME = "500 12px 'Inter Variable', system-ui, sans-serif";
const NUMBER = "11px 'Inter Variable', system-ui, sans-serif";

/** What a bar can stand for, in microvolts. */
const BARS = [20, 50, 100, 200, 500];
const LONGEST_BAR_MM = 17;

/** Draws the page of an EEG. The context is scaled so that its unit is a CSS pixel. */
export function paintEeg(context: CanvasRenderingContext2D, sheet: Sheet, look: EegLook): void {
  const { width, height } = sheet.size;
  context.fillStyle = INKS.paper;
  context.fillRect(0, 0, width, height);
  lines(context, sheet, look);
  names(context, sheet, look);
  scale(context, sheet, look);
  const { x, width: wide } = pagePlace(sheet, look);
  context.save();
  context.beginPath();
  // Traces cross each other, as on paper: cut off at their rows they would seem to be clipped.
  const [top, bottom] = [EEG_MARGIN.top - SWING, height - EEG_MARGIN.bottom + SWING];
  context.rect(x, top, wide, bottom - top);
  context.clip();
  traces(context, sheet, look);
  context.restore();
}

/** A line at each second, and fine ones at each fifth of it where there is room. */
function lines(context: CanvasRenderingContext2D, sheet: Sheet, look: EegLook): void {
  const { x, width } = pagePlace(sheet, look);
  const { seconds } = look.page;
  const perSecond = width / seconds;
  const start = sheet.from / (sheet.block.rateHz ?? 1);
  const [top, bottom] = [EEG_MARGIN.top - SWING, sheet.size.height - EEG_MARGIN.bottom + SWING];
  const upright = (at: number) => {
    const across = Math.round(x + (at - start) * perSecond) + 0.5;
    context.moveTo(across, top);
    context.lineTo(across, bottom);
  };
  context.lineWidth = 1;
  if (60 <= perSecond) {
    context.beginPath();
    context.strokeStyle = INKS.fine;
    const last = Math.floor(5 * (start + seconds) + 1e-6);
    for (let fifth = Math.ceil(5 * start - 1e-6); fifth <= last; fifth += 1) {
      if (fifth % 5 !== 0) upright(fifth / 5);
    }
    context.stroke();
  }
  context.beginPath();
  context.strokeStyle = INKS.second;
  context.fillStyle = INKS.note;
  context.font = NUMBER;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  const every = perSecond < 40 ? 2 : 1;
  const last = Math.floor(start + seconds + 1e-6);
  for (let second = Math.ceil(start - 1e-6); second <= last; second += 1) {
    upright(second);
    if (second % every === 0) {
      context.fillText(clock(second), x + (second - start) * perSecond, top - 5);
    }
  }
  context.stroke();
}

function names(context: CanvasRenderingContext2D, sheet: Sheet, look: EegLook): void {
  const { x } = pagePlace(sheet, look);
  const rows = rowsOf(sheet.block, look);
  context.fillStyle = INKS.ink;
  context.font = NAME;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const strip of eegStrips(sheet, look)) {
    const name = rows.find((row) => isSameLead(row, strip))?.name ?? "";
    context.fillText(
      shortened(context, name, nameWidth(sheet, look)),
      x - 8,
      strip.y + strip.height / 2,
    );
  }
}

/** A second along the bottom, and so many microvolts up from its end: an arrow to the sign of up. */
function scale(context: CanvasRenderingContext2D, sheet: Sheet, look: EegLook): void {
  const { x, width } = pagePlace(sheet, look);
  const bar = barOf(look);
  const right = Math.round(x + width) + 10.5;
  const bottom = sheet.size.height - EEG_MARGIN.bottom + SWING + 9.5;
  const top = Math.round(bottom - (bar / look.microvoltsPerMm) * MM) + 0.5;
  const left = right - (width / look.page.seconds) * secondsOfBar(look.page);
  context.strokeStyle = INKS.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(left, bottom - 3);
  context.lineTo(left, bottom);
  context.lineTo(right, bottom);
  context.lineTo(right, top);
  context.moveTo(right - 3.5, top + 4.5);
  context.lineTo(right, top);
  context.lineTo(right + 3.5, top + 4.5);
  context.stroke();
  context.lineWidth = 1.25;
  context.beginPath();
  context.arc(right, top - 10, 5.5, 0, 2 * Math.PI);
  context.moveTo(right - 3, top - 10);
  context.lineTo(right + 3, top - 10);
  context.stroke();
  context.fillStyle = INKS.note;
  context.font = NUMBER;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(`${bar}`, right + 5, (top + bottom) / 2 - 7);
  context.fillText("µV", right + 5, (top + bottom) / 2 + 7);
  context.textAlign = "right";
  context.fillText(`${secondsOfBar(look.page)} s`, left - 6, bottom);
}

function traces(context: CanvasRenderingContext2D, sheet: Sheet, look: EegLook): void {
  const { block } = sheet;
  const rows = rowsOf(block, look);
  const perMicrovolt = MM / look.microvoltsPerMm;
  const { width } = pagePlace(sheet, look);
  const perPixel = eegShown(block, look) / Math.max(1, width * devicePixelRatio);
  context.strokeStyle = INKS.ink;
  context.lineWidth = 1;
  for (const strip of eegStrips(sheet, look)) {
    const row = rows.find((one) => isSameLead(one, strip));
    if (!row) continue;
    const middle = strip.y + strip.height / 2;
    // What is negative goes up.
    const place = (value: number) => middle + value * perMicrovolt;
    paintTrace(context, microvoltsOf(block, look, row), strip, perPixel, place);
  }
}

/** Returns how many microvolts the bar stands for: as long as it may be. */
export function barOf({ microvoltsPerMm }: EegLook): number {
  return BARS.filter((bar) => bar / microvoltsPerMm <= LONGEST_BAR_MM).at(-1) ?? 20;
}

function secondsOfBar({ seconds }: Page): number {
  return 10 < seconds ? 2 : 1;
}

/** A time of the recording, in seconds or in minutes and seconds. */
function clock(seconds: number): string {
  if (seconds < 60) return `${seconds}`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let short = text;
  while (1 < short.length && room < context.measureText(`${short}…`).width) {
    short = short.slice(0, -1);
  }
  return `${short}…`;
}
