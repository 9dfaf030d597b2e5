// Steps of one way through the program, each of which needs those before it.
import { shoot } from "./shot.mjs";

/**
 * Returns what does a step of a test by its name: after the first that fails, whose window is kept as a
 * picture, the rest is left out. `browser` tells which window is open by then.
 */
export function stepsOf(test, browser, { picture = "failed" } = {}) {
  let broken = null;
  return (name, work) =>
    test.test(name, { skip: broken ? `after: ${broken}` : false }, async () => {
      try {
        await work(browser());
      } catch (problem) {
        broken = name;
        await shoot(picture).catch(() => undefined);
        throw problem;
      }
    });
}
