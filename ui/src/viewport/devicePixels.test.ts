import { expect, it } from "vitest";
import { devicePixels } from "./devicePixels";

it("two halves of a window cover all of its pixels, each a whole number of them", () => {
  const half = (left: number) => {
    const element = document.createElement("canvas");
    element.getBoundingClientRect = () => new DOMRect(left, 10.25, 639.5, 80);
    return devicePixels(element);
  };
  expect(half(0)).toEqual({ width: 640, height: 80 });
  expect(half(640.5)).toEqual({ width: 639, height: 80 });
});
