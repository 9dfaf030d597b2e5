import { expect, it } from "vitest";
import { firstStage, type Move, moved, type Stage } from "./stage";

const block = {
  rows: 100,
  columns: 200,
  channels: 1 as const,
  low: 0,
  high: 255,
  values: Uint8Array.from({ length: 20000 }, (_, index) => index % 256),
};

function after(...moves: Move[]): Stage {
  const open: Move = { kind: "resize", size: { width: 800, height: 600 } };
  return [open, ...moves].reduce(moved, firstStage(block));
}

it("a picture fits as soon as the stage has a size", () => {
  expect(after().view).toEqual({ scale: 4, x: 0, y: 100 });
});

it("reset undoes window, zoom, pan and inversion", () => {
  const touched = after(
    { kind: "window", dx: 30, dy: 10 },
    { kind: "zoom", factor: 3 },
    { kind: "pan", dx: 40, dy: 0 },
    { kind: "invert" },
  );
  expect(touched).not.toEqual(after());
  expect(moved(touched, { kind: "reset" })).toEqual(after());
});

it("fit keeps the window and the inversion", () => {
  const fitted = after({ kind: "invert" }, { kind: "zoom", factor: 3 }, { kind: "fit" });
  expect(fitted.inverted).toBe(true);
  expect(fitted.view).toEqual(after().view);
});

it("a window that grows keeps the whole picture in sight", () => {
  const larger = moved(after(), { kind: "resize", size: { width: 1600, height: 1200 } });
  expect(larger.view.scale).toBe(8);
});

it("a given window makes dark and bright pictures start and end alike", () => {
  const started = [0, 200].map((brightest) => {
    const values = new Uint8Array(20000).fill(brightest);
    const stage = firstStage({ ...block, values }, { low: 0, high: 255 });
    const drag: Move = { kind: "window", dx: -100_000, dy: -100_000 };
    return { first: stage.window, last: moved(stage, drag).window };
  });
  expect(started[0]).toEqual(started[1]);
});
