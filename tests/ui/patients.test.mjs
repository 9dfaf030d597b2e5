// A reading of patient cards on the bundled data, by keyboard.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { answer, begin, createStudy, onCase, openRoomOf, setUpStudy, toRoom } from "./reader.mjs";
import { casesTold, leaks } from "./recorded.mjs";
import { pressControl, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { word } from "./words.mjs";

const CASES = 12;

test("a reader reads patient cards that differ in nothing but the patient", {
  timeout: 240_000,
}, async () => {
  const desk = freshDesk();
  let app;
  try {
    app = await startApp(desk);
    const { browser } = app;
    await pressControl(browser, "open-demo");
    await seeControl(browser, "rail-study", { timeout: 90_000 });
    await lockStudy(browser);
    await openRoomOf(browser, "R1");
    await toRoom(app);
    await begin(browser, 1, CASES);

    for (let number = 1; number <= CASES; number += 1) {
      await onCase(browser, number, CASES);
      if (number === 1) await shoot("reading-card");
      await answer(browser, { steps: [1 + (number % 6)] });
    }
    await see(browser, "heading", word("reading", "done.heading"));

    const told = casesTold(desk.recorded);
    // The first case is asked for twice: ahead, and when the reader begins.
    const cards = [...new Map(told.map((one) => [one.slot, one.stimuli[0].fields])).values()];
    assert.equal(cards.length, CASES);
    assertAlike(cards);
    const named = ["synthetic", "heart_failure", "Gaussian", word("app", "demo.patients")];
    assert.deepEqual(leaks(desk.recorded, named), []);
  } catch (problem) {
    await shoot("failed");
    throw problem;
  } finally {
    await app?.close();
    desk.clear();
  }
});

async function lockStudy(browser) {
  await pressControl(browser, "rail-study");
  await pressControl(browser, "new-study");
  const patients = await see(browser, "radio", word("app", "demo.patients"));
  await browser.execute((choice) => choice.click(), patients);
  await setUpStudy(browser, CASES / 2);
  await shoot("study-of-patients");
  await createStudy(browser);
  await seeControl(browser, "open-room-R1");
}

/** Each card has the same fields in the same order, and each field the same number of decimals. */
function assertAlike(cards) {
  const names = cards.map((fields) => fields.map(({ name }) => name));
  assert.ok(3 < names[0].length, "a card of hardly any fields");
  for (const own of names) assert.deepEqual(own, names[0]);
  for (const [at, name] of names[0].entries()) {
    const decimals = cards.flatMap((fields) => {
      const { value } = fields[at];
      return value !== null && /^-?[\d\s.,]+$/.test(value)
        ? [value.split(".")[1]?.length ?? 0]
        : [];
    });
    assert.ok(new Set(decimals).size <= 1, `the decimals of ${name} tell cards apart: ${decimals}`);
  }
}
