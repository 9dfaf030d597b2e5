/** A signal as it came from the core: channels of one rate and one length. */
export interface SignalBlock {
  readonly channels: readonly Channel[];
  /** Values of a channel in a second; null when nobody knows. */
  readonly rateHz: number | null;
  readonly length: number;
  /** What is shown from the bottom to the top of a channel whose unit is not known. */
  readonly low: number;
  readonly high: number;
  /** One channel after the other; NaN where a value is missing. A view, not a copy. */
  readonly values: Float32Array;
}

export interface Channel {
  readonly name: string;
  /** Null when the file does not say. */
  readonly unit: string | null;
}

const HEADER_BYTES = 16;
const MAGIC = 0x31475354; // "TSG1"

/**
 * Returns the signal in a TSG1 block.
 *
 * Throws when the block is no TSG1 or shorter than its header says.
 */
export function parseSignal(buffer: ArrayBuffer): SignalBlock {
  if (buffer.byteLength < HEADER_BYTES) {
    throw new Error("the block of a signal is shorter than its header");
  }
  const header = new DataView(buffer, 0, HEADER_BYTES);
  if (header.getUint32(0, true) !== MAGIC) {
    throw new Error("the block of a signal does not begin with TSG1");
  }
  const nChannels = header.getUint32(4, true);
  const length = header.getUint32(8, true);
  const textBytes = header.getUint32(12, true);
  const first = HEADER_BYTES + 4 * Math.ceil(textBytes / 4);
  if (nChannels === 0 || length === 0 || buffer.byteLength < first + 4 * nChannels * length) {
    throw new Error("the block of a signal is shorter than its header says");
  }
  const text = new TextDecoder().decode(new Uint8Array(buffer, HEADER_BYTES, textBytes));
  const told = JSON.parse(text) as Pick<SignalBlock, "channels" | "rateHz" | "low" | "high">;
  return {
    channels: told.channels,
    rateHz: told.rateHz,
    low: told.low,
    high: told.high,
    length,
    // Every platform the app is built for is little-endian, as the block is.
    values: new Float32Array(buffer, first, nChannels * length),
  };
}

/** Returns the values of one channel: a view, not a copy. */
export function channelOf(block: SignalBlock, at: number): Float32Array {
  return block.values.subarray(at * block.length, (at + 1) * block.length);
}

const MILLIVOLTS: Readonly<Record<string, number>> = {
  mv: 1,
  uv: 0.001,
  µv: 0.001,
  μv: 0.001,
  v: 1000,
};

/** Returns how many millivolts one step of the channel's unit is; null when it is no voltage. */
export function millivolts(channel: Channel): number | null {
  return MILLIVOLTS[channel.unit?.trim().toLowerCase() ?? ""] ?? null;
}

/** Whether the signal can be drawn to scale: it says its rate and all its channels are voltages. */
export function isCalibrated(block: SignalBlock): boolean {
  return block.rateHz !== null && block.channels.every((one) => millivolts(one) !== null);
}
