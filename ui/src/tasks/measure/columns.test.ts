import { expect, test } from "vitest";
import { hiddenColumns, rememberedText } from "./columns";

test("hidden columns stay hidden, and all shown is remembered too", () => {
  expect(hiddenColumns(rememberedText(new Set(["nReal", "set"])))).toEqual(
    new Set(["nReal", "set"]),
  );
  expect(hiddenColumns(rememberedText(new Set()))).toEqual(new Set());
  expect(hiddenColumns(null)).toEqual(new Set(["leftOut"]));
});
