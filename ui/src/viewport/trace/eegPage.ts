import { EEG_MM_PER_SECOND, type EegLook, PAGES, PAPER_PAGE, type Page, rowsOf } from "./eeg";
import { MM } from "./millimetre";
import type { Sheet, Strip } from "./sheet";
import type { SignalBlock } from "./signal";

/** Room for the scale right of a page and below it, and for the time above it. */
export const EEG_MARGIN = { right: 44, top: 26, bottom: 30 };
/** How far traces may swing beyond the outermost rows before they are cut off. */
export const SWING = 8;
/** How wide a letter of a name is about, and how wide all names are at least and at most. */
const [LETTER, LEAST_NAME, MOST_NAME] = [7.2, 40, 104];
/** What lies beside the names. */
const BESIDE_NAME = 16;
/** What lies between two groups of rows, in rows. */
const GAP = 0.6;
/** The least height of a row in CSS pixels: names can still be read. */
const LEAST_ROW = 14;
const PAPER_WIDTH = PAPER_PAGE.seconds * EEG_MM_PER_SECOND * MM;

/** Returns where the page lies on the sheet: on paper in its middle, else as wide as there is room. */
export function pagePlace(sheet: Sheet, look: EegLook): { x: number; width: number } {
  const room = roomFor(sheet, look);
  const width = look.page.wide ? room : Math.min(room, PAPER_WIDTH);
  const left = nameWidth(sheet, look) + BESIDE_NAME;
  return { x: Math.round(left + (room - width) / 2), width };
}

/** Returns how wide the longest name may be: it is the names that decide, and not what they name. */
export function nameWidth({ block }: Sheet, look: EegLook): number {
  const longest = Math.max(0, ...rowsOf(block, look).map(({ name }) => name.length));
  return Math.min(MOST_NAME, Math.max(LEAST_NAME, Math.ceil(LETTER * longest)));
}

/** Returns how many millimetres a second is wide. */
export function mmPerSecond(sheet: Sheet, look: EegLook): number {
  return pagePlace(sheet, look).width / look.page.seconds / MM;
}

/** Returns the page after this one; one that would look the same is passed over. */
export function nextPage(sheet: Sheet, look: EegLook): Page {
  const { page } = look;
  const differ = PAGES.filter(
    ({ seconds, wide }) =>
      !wide || seconds !== PAPER_PAGE.seconds || PAPER_WIDTH < roomFor(sheet, look),
  );
  const at = differ.findIndex((one) => one.seconds === page.seconds && one.wide === page.wide);
  return differ[(at + 1) % differ.length] ?? PAPER_PAGE;
}

/** Returns how many values of a channel a page holds. */
export function eegShown(block: SignalBlock, { page }: EegLook): number {
  return Math.max(2, Math.round(page.seconds * (block.rateHz ?? 1)));
}

/** Returns the rows that are seen, each where it stands. */
export function eegStrips(sheet: Sheet, look: EegLook): Strip[] {
  const { block, size } = sheet;
  const { x, width } = pagePlace(sheet, look);
  const { offsets, height } = rowPlaces(sheet, look);
  const shown = eegShown(block, look);
  const to = Math.min(block.length, sheet.from + shown);
  return rowsOf(block, look)
    .map(({ channel, against }, at) => ({
      channel,
      against,
      from: sheet.from,
      to,
      x,
      y: EEG_MARGIN.top + ((offsets[at] ?? 0) - (offsets[sheet.row] ?? 0)) * height,
      width: (width * (to - sheet.from)) / shown,
      height,
    }))
    .filter(
      (strip) =>
        EEG_MARGIN.top <= strip.y && strip.y + height <= size.height - EEG_MARGIN.bottom + 0.5,
    );
}

/** Returns the first row that may stand at the top: with it the last one is seen. */
export function lastRow(sheet: Sheet, look: EegLook): number {
  const { offsets, height, room } = rowPlaces(sheet, look);
  const end = (offsets.at(-1) ?? 0) + 1;
  const first = offsets.findIndex((offset) => (end - offset) * height <= room + 0.5);
  return first < 0 ? Math.max(0, offsets.length - 1) : first;
}

/** Where the rows stand below each other, in rows, and how high one is. */
function rowPlaces({ block, size }: Sheet, look: EegLook) {
  const rows = rowsOf(block, look);
  const offsets = rows.map(({ group }, at) => at + GAP * (group - (rows[0]?.group ?? 0)));
  const room = Math.max(0, size.height - EEG_MARGIN.top - EEG_MARGIN.bottom);
  const height = Math.max(LEAST_ROW, room / ((offsets.at(-1) ?? 0) + 1));
  return { offsets, height, room };
}

function roomFor(sheet: Sheet, look: EegLook): number {
  const beside = nameWidth(sheet, look) + BESIDE_NAME + EEG_MARGIN.right;
  return Math.max(1, sheet.size.width - beside);
}
