// The locale is named: with the locale "C" the default one would throw.
const names = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

/** The name of a language, e.g. `Portuguese`; its code when that is none. */
export function languageName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
