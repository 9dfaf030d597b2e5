/** Letters and digits of a recovery key: nine groups of four. */
export const LETTERS = 36;

/** How many letters and digits of a recovery key were typed; blanks and hyphens do not count. */
export function lettersIn(typed: string): number {
  return [...typed.replace(/[\s-]/g, "")].length;
}
