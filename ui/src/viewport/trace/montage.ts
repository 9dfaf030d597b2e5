import { electrodeOf, isOfEeg, plainName } from "./electrodes";
import { millivolts, type SignalBlock } from "./signal";

/** What was recorded, by channels from 0: one channel, or what it has more than another one. */
export interface Lead {
  readonly channel: number;
  readonly against: number | null;
}

/** One row of an EEG. */
export interface Row extends Lead {
  readonly name: string;
  /** Rows of one group stand closer together. */
  readonly group: number;
  /** What its values are divided by: an electrocardiogram is ten times as high as an EEG. */
  readonly over: number;
}

/** From front to back, and from the left temple over the midline to the right one. */
const CHAINS: readonly (readonly string[])[] = [
  ["Fp1", "F7", "T7", "P7", "O1"],
  ["Fp1", "F3", "C3", "P3", "O1"],
  ["Fz", "Cz", "Pz"],
  ["Fp2", "F4", "C4", "P4", "O2"],
  ["Fp2", "F8", "T8", "P8", "O2"],
];
const MIDLINE = 2;

/**
 * Returns the rows of the longitudinal bipolar montage, and below them what is no EEG.
 *
 * None when an electrode of the four chains beside the midline is missing, or when neighbours were
 * recorded against different references: their difference would be no derivation. The midline is
 * left out when it is not whole.
 */
export function bipolarRows(block: SignalBlock): Row[] | null {
  const sites = sitesOf(block);
  const rows: Row[] = [];
  let group = 0;
  for (const [at, chain] of CHAINS.entries()) {
    const own = chain.slice(1).map((site, before) => {
      const [one, two] = [sites.get(chain[before] ?? ""), sites.get(site)];
      if (!one || !two || one.reference !== two.reference) return null;
      const name = `${one.label}–${two.label}`;
      return { channel: one.channel, against: two.channel, name, group, over: 1 };
    });
    const whole = own.filter((row) => row !== null);
    if (whole.length < own.length) {
      if (at !== MIDLINE) return null;
      continue;
    }
    rows.push(...whole);
    group += 1;
  }
  const beside = recordedRows(block).filter(({ group }) => group === BESIDE);
  return [...rows, ...beside.map((row) => ({ ...row, group }))];
}

/** Returns the rows of the channels as they were recorded: the EEG, and below it the others. */
export function recordedRows(block: SignalBlock): Row[] {
  const rows = block.channels.flatMap((channel, at) => {
    if (millivolts(channel) === null) return [];
    const over = /^E[CK]G\b/i.test(channel.name.trim()) ? 10 : 1;
    const name = over === 1 ? plainName(channel.name) : `${plainName(channel.name)} ÷${over}`;
    const group = isOfEeg(channel.name) ? 0 : BESIDE;
    return [{ channel: at, against: null, name, group, over }];
  });
  return rows.sort((one, two) => one.group - two.group);
}

const BESIDE = 1;

/** Returns what a channel, or the difference of two, is called; nothing when there is none. */
export function leadName(block: SignalBlock, { channel, against }: Lead): string | null {
  const name = block.channels[channel]?.name;
  if (name === undefined) return null;
  if (against === null) return name;
  const other = block.channels[against]?.name;
  if (other === undefined) return name;
  return [name, other].map((one) => electrodeOf(one)?.label ?? plainName(one)).join("–");
}

/** Whether two leads are the same. */
export function isSameLead(one: Lead, two: Lead): boolean {
  return one.channel === two.channel && one.against === two.against;
}

/** Whether one lead is made of a channel that the other is made of, too. */
export function shareChannel(one: Lead, two: Lead): boolean {
  const channels = [two.channel, two.against];
  return channels.includes(one.channel) || (one.against !== null && channels.includes(one.against));
}

/** Where each place of the head was recorded: its first channel counts. */
function sitesOf(block: SignalBlock) {
  const sites = new Map<string, { channel: number; label: string; reference: string | null }>();
  for (const [channel, { name, ...of }] of block.channels.entries()) {
    const electrode = electrodeOf(name);
    if (!electrode || millivolts({ name, ...of }) === null || sites.has(electrode.site)) continue;
    sites.set(electrode.site, { channel, ...electrode });
  }
  return sites;
}
