import { expect, test } from "vitest";
import { LETTERS, lettersIn } from "./recovery";

test("a recovery key is counted as it is read out, with or without its blanks", () => {
  expect(lettersIn("")).toBe(0);
  expect(lettersIn("7k3m-  9qxt\n")).toBe(8);
  expect(lettersIn("ABCD ".repeat(9))).toBe(LETTERS);
});
