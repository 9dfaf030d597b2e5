import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const SRC = resolve(import.meta.dirname, "../..");

/** The files of ours that a page loads, types left out: those are not in the bundle. */
function loaded(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!/\.tsx?$/.test(file)) return seen;
  const text = readFileSync(file, "utf8");
  for (const [, what = "", from = ""] of text.matchAll(/^import ([^;]*?)"(\.[^"]*)";/gm)) {
    if (what.startsWith("type ")) continue;
    const path = resolve(dirname(file), from);
    const found = [path, `${path}.ts`, `${path}.tsx`].find((name) => {
      try {
        return readFileSync(name).length >= 0;
      } catch {
        return false;
      }
    });
    loaded(found ?? path, seen);
  }
  return seen;
}

it("the reader's window loads nothing of the coordinator's", () => {
  const files = [...loaded(resolve(SRC, "reader.tsx"))].map((file) => relative(SRC, file));
  const own =
    /^(reader\.tsx|core\/(reading|activity)\.ts|tasks\/read\/.*|viewport\/.*|.*\/words\/(en|pt|es|de)\/reading\.json)$/;
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !own.test(file))).toEqual([]);
});
