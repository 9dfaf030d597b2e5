import { expect, test } from "vitest";
import type { Finding } from "../../core/bindings";
import { inOrder } from "./telling";

const finding = (dimension: string, sentence: string, warning = false): Finding => ({
  dimension,
  sentence,
  detail: "",
  warning,
  figure: "",
  results: [],
});

test("findings are told in the order of the dimensions, warnings first", () => {
  const told = inOrder([
    finding("privacy", "no copy found"),
    finding("privacy", "C repeats patients", true),
    finding("fidelity", "A looks real"),
  ]);
  expect(told.map(({ sentence }) => sentence)).toEqual([
    "A looks real",
    "C repeats patients",
    "no copy found",
  ]);
});
