import { expect, it } from "vitest";
import { channelOf, isCalibrated, parseSignal } from "./signal";

/** A TSG1 block as the core writes it. */
function block(told: object, nChannels: number, values: number[]): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(told));
  const first = 16 + 4 * Math.ceil(text.length / 4);
  const buffer = new ArrayBuffer(first + 4 * values.length);
  const view = new DataView(buffer);
  [0x31475354, nChannels, values.length / nChannels, text.length].forEach((word, index) => {
    view.setUint32(4 * index, word, true);
  });
  new Uint8Array(buffer, 16, text.length).set(text);
  new Float32Array(buffer, first).set(values);
  return buffer;
}

const told = {
  channels: [
    { name: "I", unit: "mV" },
    { name: "II", unit: "uV" },
  ],
  rateHz: 500,
  low: 0,
  high: 1,
};

it("a block is read as it was written", () => {
  const signal = parseSignal(block(told, 2, [1, 2, 3, 4, 5, Number.NaN]));
  expect([...channelOf(signal, 1)]).toEqual([4, 5, Number.NaN]);
  expect(isCalibrated(signal)).toBe(true);
});

it("a signal without a rate, or of another unit, is not drawn to scale", () => {
  expect(isCalibrated(parseSignal(block({ ...told, rateHz: null }, 2, [1, 2])))).toBe(false);
  const channels = [{ name: "RESP", unit: "l" }];
  expect(isCalibrated(parseSignal(block({ ...told, channels }, 1, [1, 2])))).toBe(false);
});

it("a block that is cut is refused", () => {
  expect(() => parseSignal(block(told, 2, [1, 2, 3, 4]).slice(0, 40))).toThrow(/shorter/);
  expect(() => parseSignal(new ArrayBuffer(16))).toThrow(/TSG1/);
});
