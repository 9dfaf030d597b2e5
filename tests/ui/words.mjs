import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./desk.mjs";

/** A text of the catalogue, so that a test does not break when a word is changed for a better one. */
export function word(namespace, path, params = {}) {
  const file = join(ROOT, "assets/words/en", `${namespace}.json`);
  let at = JSON.parse(readFileSync(file, "utf8"));
  for (const name of path.split(".")) at = at?.[name];
  if (typeof at !== "string") throw new Error(`the catalogue has no ${namespace}:${path}`);
  return at.replace(/\{\{(\w+)\}\}/g, (_, name) => String(params[name] ?? ""));
}
