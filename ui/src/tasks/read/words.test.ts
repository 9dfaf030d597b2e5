import { afterEach, expect, it } from "vitest";
import { CATALOGUES, say, speak } from "./words";

type Tree = (typeof CATALOGUES)[string];

afterEach(() => speak("en"));

/** Every key with the names that its text has gaps for. */
function laidOut(tree: Tree | undefined, before = ""): string[] {
  return Object.entries(tree ?? {}).flatMap(([key, text]) =>
    typeof text === "string"
      ? [`${before}${key} ${(text.match(/\{\{\w+\}\}/g) ?? []).toSorted().join(" ")}`.trim()]
      : laidOut(text, `${before}${key}.`),
  );
}

it("every language has the same words, with the same gaps", () => {
  const english = laidOut(CATALOGUES.en);
  expect(english.length).toBeGreaterThan(100);
  for (const language of ["pt", "es", "de"]) {
    expect(laidOut(CATALOGUES[language]), language).toEqual(english);
  }
});

it("a language without words speaks English", () => {
  speak("de");
  expect(say("case.progress", { number: 2, total: 9 })).toBe("Fall 2 von 9");
  speak("xx");
  expect(say("case.progress", { number: 2, total: 9 })).toBe("Case 2 of 9");
  expect(document.documentElement.lang).toBe("en");
});

it("one is said otherwise than many", () => {
  expect(say("start.ahead", { count: 1 })).toBe("1 case");
  expect(say("start.ahead", { count: 0 })).toBe("0 cases");
});
