import { expect, test } from "vitest";
import { bounds, bytes, count, like, listed, percent, three, timeLeft } from "./numbers";

test("a number has three significant digits on screen", () => {
  expect(three(0.8123)).toBe("0.812");
  expect(three(12)).toBe("12");
  expect(three(1204)).toBe("1204");
  expect(three(1204.4)).toBe("1200");
  expect(three(9999.9)).toBe("10\u2009000");
  expect(three(48_131)).toBe("48\u2009100");
  expect(three(-4921.4)).toBe("−4920");
  expect(three(999_999)).toBe("1.00 · 10⁶");
  expect(three(-0.5)).toBe("−0.500");
  expect(three(0)).toBe("0");
  expect(three(0.0000031)).toBe("3.10 · 10⁻⁶");
});

test("what is no number is empty, and what has no end says so", () => {
  expect(three(null)).toBe("");
  expect(three(Number.NaN)).toBe("");
  expect(three(Number.POSITIVE_INFINITY)).toBe("∞");
});

test("an interval has the decimals of its value", () => {
  expect(bounds("0.62", { low: 0.5512, high: 0.6949 })).toBe("[0.55, 0.69]");
  expect(bounds("0", { low: 0, high: 0.8333 })).toBe("[0, 0.833]");
  expect(bounds("−4920", { low: -6612.2, high: -3409.4 })).toBe("[−6610, −3410]");
  expect(bounds("∞", { low: 20.12, high: 31.26 })).toBe("[20.1, 31.3]");
});

test("a small negative end is not minus zero", () => {
  expect(like("0.10", -0.001)).toBe("0.00");
  expect(like("0.10", -0.02)).toBe("−0.02");
});

test("counts are grouped whatever the system's locale is", () => {
  expect(count(1204)).toBe("1,204");
});

test("shares and sizes are read at a glance", () => {
  expect(percent(0.998)).toBe("99.8 %");
  expect(percent(0.5)).toBe("50 %");
  expect(bytes(512)).toBe("512 B");
  expect(bytes(1_440_000)).toBe("1.4 MB");
});

test("time left is rounded so that it does not flicker", () => {
  expect(timeLeft(null)).toBe("");
  expect(timeLeft(2)).toBe("a moment");
  expect(timeLeft(12)).toBe("about 15 s");
  expect(timeLeft(125)).toBe("about 2 min");
});

test("names are listed as one says them", () => {
  expect(listed(["A"])).toBe("A");
  expect(listed(["A", "B", "C"])).toBe("A, B and C");
});
