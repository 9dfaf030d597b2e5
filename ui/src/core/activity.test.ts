import { expect, test, vi } from "vitest";
import { EVERY, watchActivity } from "./activity";

test("a first sign is told at once, and then not more often than every twenty seconds", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const tell = vi.fn();
  const stop = watchActivity(window, tell);
  window.dispatchEvent(new Event("pointermove"));
  window.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(EVERY - 1);
  window.dispatchEvent(new Event("wheel"));
  expect(tell).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  window.dispatchEvent(new Event("scroll"));
  expect(tell).toHaveBeenCalledTimes(2);
  stop();
  vi.advanceTimersByTime(EVERY);
  window.dispatchEvent(new Event("pointerdown"));
  expect(tell).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
