import { describe, expect, it } from "vitest";
import { parsePixels } from "./pixels";

/** Two rows of three 16-bit values, 0 to 4095, written byte by byte as the format says. */
const BLOCK = [
  [0x54, 0x50, 0x58, 0x31], // TPX1
  [2, 0, 0, 0],
  [3, 0, 0, 0],
  [1, 0, 0, 0],
  [2, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0], // 0 as f32
  [0x00, 0xf0, 0x7f, 0x45], // 4095 as f32
  [0, 0, 1, 0],
  [0, 1, 2, 0],
  [0xff, 0x0f, 3, 0],
].flat();

const buffer = (bytes: number[]) => new Uint8Array(bytes).buffer;

describe("parsePixels", () => {
  it("reads shape, range and values of a 16-bit picture", () => {
    const block = parsePixels(buffer(BLOCK));
    expect([block.rows, block.columns, block.channels]).toEqual([2, 3, 1]);
    expect([block.low, block.high]).toEqual([0, 4095]);
    expect([...block.values]).toEqual([0, 1, 256, 2, 4095, 3]);
  });

  it("does not copy the values", () => {
    const whole = buffer(BLOCK);
    expect(parsePixels(whole).values.buffer).toBe(whole);
  });

  it("reads one byte for each channel of a colour picture", () => {
    const colour = BLOCK.slice(0, 32);
    colour[4] = 1;
    colour[8] = 1;
    colour[12] = 3;
    colour[16] = 1;
    const block = parsePixels(buffer([...colour, 7, 8, 9]));
    expect(block.channels).toBe(3);
    expect([...block.values]).toEqual([7, 8, 9]);
  });

  it("refuses what is cut off, empty or something else", () => {
    expect(() => parsePixels(buffer(BLOCK.slice(0, 20)))).toThrow("shorter than its header");
    expect(() => parsePixels(buffer(BLOCK.slice(0, -1)))).toThrow("shorter than its header says");
    expect(() => parsePixels(buffer([0, ...BLOCK.slice(1)]))).toThrow("TPX1");
    const flat = [...BLOCK];
    flat[4] = 0;
    expect(() => parsePixels(buffer(flat))).toThrow("no shape");
  });
});
