import { expect, it } from "vitest";
import { develop } from "./paint";

const window = { center: 50, width: 100 };

it("a grey value becomes the same level of red, green and blue", () => {
  const block = {
    rows: 1,
    columns: 2,
    channels: 1 as const,
    low: 0,
    high: 100,
    values: Uint16Array.of(0, 100),
  };
  const out = new Uint32Array(2);
  develop(block, { window, inverted: false }, out);
  expect([...out]).toEqual([0xff000000, 0xffffffff]);
});

it("colours keep their order", () => {
  const block = {
    rows: 1,
    columns: 1,
    channels: 3 as const,
    low: 0,
    high: 100,
    values: Uint8Array.of(100, 0, 100),
  };
  const out = new Uint32Array(1);
  develop(block, { window, inverted: false }, out);
  expect([...new Uint8Array(out.buffer)]).toEqual([255, 0, 255, 255]);
  develop(block, { window, inverted: true }, out);
  expect([...new Uint8Array(out.buffer)]).toEqual([0, 255, 0, 255]);
});
