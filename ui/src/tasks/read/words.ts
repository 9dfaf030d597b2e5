import catalogue from "../../../../assets/words/en/reading.json";

type Tree = { readonly [key: string]: string | Tree };
type Params = Readonly<Record<string, string | number>>;

/** `start.begin`, and `start.ahead` for `start.ahead_one` and `start.ahead_other`. */
export type WordKey = Paths<typeof catalogue>;
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? Unsuffixed<K> : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
type Unsuffixed<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other`
  ? Stem
  : K;

/**
 * Returns the reading room's words.
 *
 * The room reads its own file and no other, so that nothing of the coordinator's
 * screens is in its memory; the rest of i18next's features it does not need.
 */
export function say(key: WordKey, params: Params = {}): string {
  const count = params.count;
  const text =
    (count === undefined ? undefined : find(`${key}_${count === 1 ? "one" : "other"}`)) ??
    find(key) ??
    key;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ""));
}

function find(key: string): string | undefined {
  let at: string | Tree | undefined = catalogue;
  for (const name of key.split(".")) {
    at = typeof at === "object" ? at[name] : undefined;
  }
  return typeof at === "string" ? at : undefined;
}
