import { expect, it } from "vitest";
import { moveForKey, type Press } from "./keys";

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

it("digits that answer a question never touch the picture", () => {
  for (const digit of "123456789") expect(moveForKey(press(digit))).toBeNull();
});

it("an arrow looks further, and with Shift changes the window", () => {
  expect(moveForKey(press("ArrowRight"))).toEqual({ kind: "pan", dx: -60, dy: -0 });
  expect(moveForKey(press("ArrowUp", { shiftKey: true }))).toEqual({
    kind: "window",
    dx: 0,
    dy: -10,
  });
});

it("letters work with and without Caps Lock, but not with Ctrl", () => {
  expect(moveForKey(press("i"))).toEqual({ kind: "invert" });
  expect(moveForKey(press("I"))).toEqual({ kind: "invert" });
  expect(moveForKey(press("i", { ctrlKey: true }))).toBeNull();
});
