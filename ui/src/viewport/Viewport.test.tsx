import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { PixelBlock } from "./pixels";
import { Viewport } from "./Viewport";

const words = {
  contrast: "contrast",
  brightness: "brightness",
  zoom: "zoom",
  fit: "fit",
  oneToOne: "1:1",
  invert: "invert",
  reset: "reset",
};

const shallow: PixelBlock = {
  ...{ rows: 2, columns: 2, channels: 1, low: 0, high: 255 },
  values: Uint8Array.of(0, 80, 160, 255),
};
const deep: PixelBlock = {
  ...{ rows: 4, columns: 2, channels: 1, low: 0, high: 65535 },
  values: Uint16Array.of(0, 900, 1000, 1100, 1200, 1300, 1400, 4095),
};

const frame = () => act(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
const strip = () => document.querySelector("canvas")?.nextElementSibling?.textContent;

it("tells the first paint once, whatever is done afterwards", async () => {
  const heard = vi.fn();
  render(<Viewport block={shallow} label="a" words={words} keys="page" onFirstPaint={heard} />);
  await frame();
  expect(heard).toHaveBeenCalledTimes(1);
  fireEvent.keyDown(document, { key: "i" });
  fireEvent.keyDown(document, { key: "+" });
  await frame();
  expect(heard).toHaveBeenCalledTimes(1);
});

it("a blinded picture's depth, range and size are not told", () => {
  const { rerender } = render(
    <Viewport key="a" block={shallow} label="a" words={words} readouts="relative" />,
  );
  const told = strip();
  rerender(<Viewport key="b" block={deep} label="b" words={words} readouts="relative" />);
  expect(strip()).toBe(told);
  rerender(<Viewport key="c" block={deep} label="c" words={words} readouts="absolute" />);
  expect(strip()).not.toBe(told);
});

it("keys change the window and reset brings it back", () => {
  render(<Viewport block={shallow} label="a" words={words} keys="page" readouts="relative" />);
  const first = strip();
  fireEvent.keyDown(document, { key: "ArrowLeft", shiftKey: true });
  // Two presses are 20 of 400 pixels: 5 % of the first width.
  fireEvent.keyDown(document, { key: "ArrowUp", shiftKey: true });
  fireEvent.keyDown(document, { key: "ArrowUp", shiftKey: true });
  expect(strip()).toContain("contrast 103 %");
  expect(strip()).toContain("brightness +5 %");
  fireEvent.keyDown(document, { key: "r" });
  expect(strip()).toBe(first);
});

it("keys of the picture stay away from who writes", () => {
  render(
    <>
      <Viewport block={shallow} label="a" words={words} keys="page" readouts="relative" />
      <textarea />
    </>,
  );
  const first = strip();
  fireEvent.keyDown(screen.getByRole("textbox"), { key: "ArrowUp", shiftKey: true });
  expect(strip()).toBe(first);
});

it("opens no menu that could save the picture", () => {
  render(<Viewport block={shallow} label="a" words={words} />);
  const menu = new MouseEvent("contextmenu", { bubbles: true, cancelable: true });
  screen.getByRole("img", { name: "a" }).dispatchEvent(menu);
  expect(menu.defaultPrevented).toBe(true);
});
