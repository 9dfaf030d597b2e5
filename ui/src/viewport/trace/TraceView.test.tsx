import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { SignalBlock } from "./signal";
import { TraceView, type TraceWords } from "./TraceView";

const words: TraceWords = {
  perSecond: "mm/s",
  perMillivolt: "mm/mV",
  notToScale: "not to scale",
  noFilter: "no filter",
  larger: "larger",
  smaller: "smaller",
  layout: "layout",
  scroll: "scroll",
  reset: "reset",
  eeg: {
    seconds: "s",
    perMillimetre: "µV/mm",
    band: "band",
    lowOnly: "low only",
    unfiltered: "unfiltered",
    noNotch: "no notch",
    bipolar: "bipolar",
    recorded: "recorded",
    leftOut: (count) => `${count} left out`,
    montage: "montage",
    filter: "filter",
    page: "page",
    turnPage: "turn page",
  },
};

const block: SignalBlock = {
  channels: [{ name: "MLII", unit: "mV" }],
  rateHz: 100,
  length: 6000,
  low: -1,
  high: 1,
  values: new Float32Array(6000),
};

const frame = () => act(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
const strip = () => document.querySelector("canvas")?.nextElementSibling?.textContent;

it("tells the first paint once, whatever is done afterwards", async () => {
  const heard = vi.fn();
  render(<TraceView block={block} label="a" words={words} keys="page" onFirstPaint={heard} />);
  await frame();
  expect(heard).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(document, { key: "+" });
  await frame();
  expect(heard).toHaveBeenCalledTimes(1);
});

it("a press in the strip does what its key does, and the focus stays on the trace", () => {
  render(<TraceView block={block} label="a" words={words} />);
  expect(strip()).toContain("25 mm/s · 10 mm/mV · no filter");
  screen.getByRole("img", { name: "a" }).focus();
  const larger = screen.getByRole("button", { name: "+ larger" });
  expect(fireEvent.mouseDown(larger)).toBe(false);
  fireEvent.click(larger);
  expect(strip()).toContain("50 mm/s · 20 mm/mV");
  expect(document.activeElement).toBe(screen.getByRole("img", { name: "a" }));
  fireEvent.keyDown(screen.getByRole("img", { name: "a" }), { key: "-" });
  expect(strip()).toContain("25 mm/s");
});
