import de from "../../../../assets/words/de/reading.json";
import en from "../../../../assets/words/en/reading.json";
import es from "../../../../assets/words/es/reading.json";
import pt from "../../../../assets/words/pt/reading.json";

type Tree = { readonly [key: string]: string | Tree };
type Params = Readonly<Record<string, string | number>>;

/** `start.begin`, and `start.ahead` for `start.ahead_one` and `start.ahead_other`. */
export type WordKey = Paths<typeof en>;
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string ? Unsuffixed<K> : `${K}.${Paths<T[K]>}`;
}[keyof T & string];
type Unsuffixed<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other`
  ? Stem
  : K;

/** The languages that the room speaks. */
export const CATALOGUES: Readonly<Record<string, Tree>> = { en, pt, es, de };

/** The room has one reader, who has one language. */
let spoken: Tree = en;

/** Speaks a language from now on; English when there are no words in it. */
export function speak(language: string): void {
  const known = CATALOGUES[language];
  spoken = known ?? en;
  document.documentElement.lang = known ? language : "en";
}

/**
 * Returns the reading room's words, in the reader's language where it has them.
 *
 * The room reads its own files and no others, so that nothing of the coordinator's
 * screens is in its memory; the rest of i18next's features it does not need.
 */
export function say(key: WordKey, params: Params = {}): string {
  const text = wordsIn(spoken, key, params) ?? wordsIn(en, key, params) ?? key;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ""));
}

function wordsIn(tree: Tree, key: string, { count }: Params): string | undefined {
  const plural = count === undefined ? undefined : `${key}_${count === 1 ? "one" : "other"}`;
  return (plural === undefined ? undefined : find(tree, plural)) ?? find(tree, key);
}

function find(tree: Tree, key: string): string | undefined {
  let at: string | Tree | undefined = tree;
  for (const name of key.split(".")) {
    at = typeof at === "object" ? at[name] : undefined;
  }
  return typeof at === "string" ? at : undefined;
}
