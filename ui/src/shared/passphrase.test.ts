import { expect, test } from "vitest";
import { isUsable, strengthOf } from "./passphrase";

test("a passphrase is long, of several letters, and typed twice", () => {
  expect(strengthOf("")).toBe("none");
  expect(strengthOf("eleven char")).toBe("short");
  expect(strengthOf("aaaaaaaaaaaaaaaaaaaaaa")).toBe("short");
  expect(strengthOf("lamp river an")).toBe("fair");
  expect(strengthOf("lamp river anvil moss")).toBe("good");
  expect(isUsable("lamp river an", "lamp river an")).toBe(true);
  expect(isUsable("lamp river an", "lamp river  an")).toBe(false);
  expect(isUsable("short", "short")).toBe(false);
});
