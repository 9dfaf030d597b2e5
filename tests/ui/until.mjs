import { appendFileSync } from "node:fs";

/**
 * Waits for a condition, and says which one when it does not come.
 *
 * That the window was late is noted in the file of `TOUCHSTONE_LATE`: only then is a
 * journey worth a second go.
 */
export async function until(what, holds, { timeout = 20_000, every = 50, noted = true } = {}) {
  const end = Date.now() + timeout;
  let problem;
  for (;;) {
    try {
      const found = await holds();
      if (found) return found;
    } catch (thrown) {
      problem = thrown;
    }
    if (end < Date.now()) {
      const late = process.env.TOUCHSTONE_LATE;
      if (late && noted) appendFileSync(late, `${what}\n`);
      throw new Error(`waited ${timeout / 1000} s in vain: ${what}`, { cause: problem });
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
