import { describe, expect, it } from "vitest";
import type { PixelBlock } from "./pixels";
import { dragWindow, initialWindow, levels } from "./window";

function grey(low: number, high: number, values: number[]): PixelBlock {
  return {
    rows: 1,
    columns: values.length,
    channels: 1,
    low,
    high,
    values: Uint16Array.from(values),
  };
}

describe("initialWindow", () => {
  it("is the stated range when the values fill a quarter of it or more", () => {
    expect(initialWindow(grey(0, 4000, [500, 1500]))).toEqual({ center: 2000, width: 4000 });
  });

  it("is the range of the values when they fill less than a quarter", () => {
    expect(initialWindow(grey(0, 4000, [500, 1499]))).toEqual({ center: 999.5, width: 999 });
  });

  it("has a width even for a flat picture", () => {
    expect(initialWindow(grey(0, 255, [7, 7]))).toEqual({ center: 7, width: 1 });
  });

  it("is the range of the values when no range is stated", () => {
    expect(initialWindow(grey(0, 0, [10, 30]))).toEqual({ center: 20, width: 20 });
  });
});

describe("dragWindow", () => {
  const first = { center: 500, width: 1000 };
  const extent = { low: 0, high: 1000 };

  it("widens to the right and brightens upwards", () => {
    const dragged = dragWindow(first, first, extent, 40, -80);
    expect(dragged).toEqual({ center: 300, width: 1100 });
  });

  it("never loses the width or leaves the values", () => {
    expect(dragWindow(first, first, extent, -9999, 9999)).toEqual({ center: 1000, width: 1 });
  });
});

describe("levels", () => {
  const window = { center: 102, width: 102 }; // 51 to 153, so 2.5 levels for each value

  it("goes from black to white over the window and stays there", () => {
    const table = levels(window, 256, false);
    expect([table[0], table[51], table[71], table[153], table[255]]).toEqual([0, 0, 50, 255, 255]);
  });

  it("turns black into white when inverted", () => {
    const table = levels(window, 256, true);
    expect([table[0], table[71], table[153]]).toEqual([255, 205, 0]);
  });
});
