import { expect, it } from "vitest";
import { guardRoom } from "./guardRoom";

guardRoom(document);

function isStopped(event: Event): boolean {
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
}

function key(name: string, held: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...held });
}

it("nothing throws away an answer or takes a picture out of the room", () => {
  for (const event of ["contextmenu", "dragstart", "drop"]) {
    expect(isStopped(new Event(event, { bubbles: true, cancelable: true }))).toBe(true);
  }
  expect(isStopped(key("F5"))).toBe(true);
  for (const name of ["r", "R", "p", "s", "u"]) {
    expect(isStopped(key(name, { ctrlKey: true }))).toBe(true);
  }
  expect(isStopped(key("ArrowLeft", { altKey: true }))).toBe(true);
});

it("the room's own keys and writing are left alone", () => {
  for (const name of ["r", "p", "n", "1", "Enter", "ArrowLeft"]) {
    expect(isStopped(key(name))).toBe(false);
  }
  for (const name of ["a", "c", "v", "z", "Enter"]) {
    expect(isStopped(key(name, { ctrlKey: true }))).toBe(false);
  }
});
