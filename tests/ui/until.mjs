/** Waits for a condition, and says which one when it does not come. */
export async function until(what, holds, { timeout = 20_000, every = 50 } = {}) {
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
      throw new Error(`waited ${timeout / 1000} s in vain: ${what}`, { cause: problem });
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
