import { describe, expect, it } from "vitest";
import { fitView, isSmooth, oneToOneView, panBy, resizeView, timesFit, zoomAt } from "./zoom";

const picture = { width: 400, height: 200 };
const stage = { width: 800, height: 600 };

describe("fitView", () => {
  it("fills the nearer side and centres the other", () => {
    expect(fitView(picture, stage)).toEqual({ scale: 2, x: 0, y: 100 });
  });

  it("stays finite before the stage has a size", () => {
    expect(fitView(picture, { width: 0, height: 0 }).scale).toBe(1);
  });
});

describe("zoomAt", () => {
  it("keeps the point under the cursor", () => {
    const view = zoomAt(picture, stage, fitView(picture, stage), { x: 200, y: 300 }, 4);
    // The picture's point (100, 100) lay at (200, 300): 0 + 100 · 2, 100 + 100 · 2.
    expect([view.x + 100 * view.scale, view.y + 100 * view.scale]).toEqual([200, 300]);
    expect(timesFit(picture, stage, view)).toBe(4);
  });

  it("never gets smaller than the whole picture, or than one to one for a small one", () => {
    const view = zoomAt(picture, stage, fitView(picture, stage), { x: 0, y: 0 }, 1e-9);
    expect(view).toEqual({ scale: 1, x: 200, y: 200 });
  });
});

describe("panBy", () => {
  it("holds a picture that fits in the middle", () => {
    const fit = fitView(picture, stage);
    expect(panBy(picture, stage, fit, 50, 50)).toEqual(fit);
  });

  it("never moves a large picture out of sight", () => {
    const large = zoomAt(picture, stage, fitView(picture, stage), { x: 400, y: 300 }, 4);
    const gone = panBy(picture, stage, large, 1e6, -1e6);
    expect(gone).toEqual({ scale: 8, x: 400, y: 300 - 1600 });
  });
});

describe("resizeView", () => {
  it("keeps the whole picture in sight when it was", () => {
    const after = { width: 400, height: 600 };
    expect(resizeView(picture, stage, after, fitView(picture, stage))).toEqual(
      fitView(picture, after),
    );
  });
});

it("one to one shows each pixel on one of the display", () => {
  expect(oneToOneView(picture, stage, fitView(picture, stage))).toEqual({
    scale: 1,
    x: 200,
    y: 200,
  });
});

it("pixels become squares above twice their size", () => {
  expect(isSmooth({ scale: 2, x: 0, y: 0 })).toBe(true);
  expect(isSmooth({ scale: 2.01, x: 0, y: 0 })).toBe(false);
});
