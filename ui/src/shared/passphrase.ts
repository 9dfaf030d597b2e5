/** How hard a passphrase is to guess, by its length alone: what it says, nobody may judge. */
export type Strength = "none" | "short" | "fair" | "good";

const LEAST = 12;
const GOOD = 20;

/** How hard a passphrase is to guess; the same letter again and again is short. */
export function strengthOf(passphrase: string): Strength {
  if (passphrase === "") return "none";
  const letters = [...passphrase];
  if (letters.length < LEAST || new Set(letters).size < LEAST / 2) return "short";
  return letters.length < GOOD ? "fair" : "good";
}

/** Whether a new passphrase can be used: long enough, and typed twice. */
export function isUsable(passphrase: string, again: string): boolean {
  const strength = strengthOf(passphrase);
  return strength !== "none" && strength !== "short" && passphrase === again;
}
