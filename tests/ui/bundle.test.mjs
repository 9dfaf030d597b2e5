// The reader's page holds no name of a command of the coordinator's.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { ROOT } from "./desk.mjs";

const DIST = join(ROOT, "ui/dist");
const READER = [
  "reading",
  "next_step",
  "pass_step",
  "save_form",
  "save_answer",
  "upcoming_slots",
  "leave_reading",
  "case_pixels",
  "touch",
];

test("the reader's bundle holds the reader's commands and no others", () => {
  assert.ok(existsSync(join(DIST, "reader.html")), "ui/dist is not built: npm run build");
  const text = [...loaded(join(DIST, "reader.html"))]
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const bindings = readFileSync(join(ROOT, "ui/src/core/bindings.ts"), "utf8");
  const commands = [...bindings.matchAll(/__TAURI_INVOKE<.*?>\("(\w+)"/g)].map(([, name]) => name);
  assert.ok(30 < commands.length, "the bindings are read wrongly");

  const held = (name) => new RegExp(`["'\`]${name}["'\`]`).test(text);
  assert.deepEqual(
    READER.filter((name) => !held(name)),
    [],
  );
  const others = commands.filter((name) => !READER.includes(name) && name.includes("_"));
  assert.deepEqual(others.filter(held), []);
});

/** The scripts a page loads, and those they load. */
function loaded(file, seen = new Set()) {
  const text = readFileSync(file, "utf8");
  const names = [...text.matchAll(/["'`]((?:\.{0,2}\/)[\w./-]+\.js)["'`]/g)].map(
    ([, name]) => name,
  );
  for (const name of names) {
    const path = name.startsWith("/") ? join(DIST, name) : resolve(dirname(file), name);
    if (seen.has(path) || !existsSync(path)) continue;
    seen.add(path);
    loaded(path, seen);
  }
  return seen;
}
