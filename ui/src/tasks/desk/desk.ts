import type { DeskSession } from "../../core/bindings";

/** What can be done with a session now. */
export type Next = "begin" | "goOn" | "finish" | "nothing";

/** The next thing to do with a session. */
export function nextOf({ done, total, formsLeft, yours, whose, sealed }: DeskSession): Next {
  if (sealed || (whose !== null && !yours)) return "nothing";
  if (total <= done && formsLeft && yours) return "goOn";
  if (total <= done) return yours ? "finish" : "nothing";
  return done > 0 ? "goOn" : "begin";
}

/**
 * The session whose button is the page's main one: one's own, or the only one there is.
 *
 * Who has a session is not led to take another one, too.
 */
export function mainOf(sessions: readonly DeskSession[]): DeskSession | null {
  const [only, ...others] = sessions;
  const own = sessions.find((session) => session.yours && nextOf(session) !== "nothing");
  if (own) return own;
  return only && others.length === 0 && nextOf(only) !== "nothing" ? only : null;
}

/** One's own sessions first, then those that are nobody's yet, then what is finished. */
export function inOrder(sessions: readonly DeskSession[]): DeskSession[] {
  const rank = (session: DeskSession) =>
    nextOf(session) === "nothing" ? 2 : session.yours ? 0 : 1;
  return [...sessions].sort((a, b) => rank(a) - rank(b));
}

/** A study's code as it is told apart at a glance. */
export function shortCode(code: string): string {
  return code.slice(0, 8);
}

/** What a session is told from others by. */
export function keyOf({ study, reader }: DeskSession): string {
  return `${study}-${reader}`;
}
