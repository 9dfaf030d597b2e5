import type { ReactNode } from "react";
import { failureOf } from "../core/call";

/** What is said beside the field that caused it, and what is left for the form as a whole. */
type Said = { beside: ReactNode; other: unknown };

/** The codes of a passphrase that is not the right one. */
export const WRONG_PASSPHRASE = ["vault.wrong_passphrase"];

/** Parts a failure: one of these codes belongs to a field. */
export function besideField(failure: unknown, codes: readonly string[]): Said {
  if (failure === null || failure === undefined) return { beside: false, other: null };
  const { code, message, hint } = failureOf(failure);
  if (!codes.includes(code)) return { beside: false, other: failure };
  return { beside: `${message} ${hint}`.trim(), other: null };
}
