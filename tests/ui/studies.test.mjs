// A study's whole life in the real window: audited, mended, locked, packed, read at another
// workstation, sealed, merged, closed and unblinded.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { importSet, newProject, openRecent } from "./project.mjs";
import {
  answer,
  begin,
  leaveRoom,
  onCase,
  openRoomOf,
  setUpStudy,
  toRoom,
} from "./reader.mjs";
import { leaks } from "./recorded.mjs";
import { pressControl, read, see } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { stepsOf } from "./steps.mjs";
import {
  advance,
  createDraft,
  lock,
  mend,
  mergeSession,
  openPack,
  openSetup,
  pack,
  sealSession,
} from "./study.mjs";
import { word } from "./words.mjs";

const PROJECT = "Audited";
const STUDY = "Wards and copula";
const WORDS = "four quiet words here";
const CASES = 16;

const desk = freshDesk();
let app;

after(async () => {
  await app?.close();
  desk.clear();
});

test("a study is mended, packed, read elsewhere and brought home", {
  timeout: 600_000,
}, async (life) => {
  const step = stepsOf(life, () => app?.browser);

  await step(
    "two tables are imported, one with two decimals and one with six",
    async () => {
      app = await startApp(desk);
      const { browser } = app;
      const data = desk.place("data");
      writeFileSync(join(data, "ward.csv"), table(0, 2));
      writeFileSync(join(data, "copula.csv"), table(500, 6));
      await newProject(browser, PROJECT, desk.home);
      for (const [name, arm] of [
        ["ward", "real"],
        ["copula", "synthetic"],
      ]) {
        await importSet(browser, { file: join(data, `${name}.csv`), n: 40, name, arm });
      }
    },
  );

  await step(
    "the audit fails by the decimals, and passes once both are mended",
    async (browser) => {
      await openSetup(browser, STUDY);
      await setUpStudy(browser, CASES / 2);
      await shoot("study-setup");
      const found = await createDraft(browser);
      assert.match(found.sentence, /Decimals/);
      assert.equal(found.canLock, false);
      await shoot("study-audit-fails");
      const mended = await mend(browser);
      assert.equal(mended.canLock, true, mended.sentence);
      await shoot("study-audit-passes");
      await lock(browser);
      await shoot("study-locked");
    },
  );

  await step("it is packed", async (browser) => {
    await pack(browser, WORDS, desk.place("out"));
    const files = readdirSync(desk.place("out")).sort();
    assert.deepEqual(
      files.map((file) => file.replace(/^.*\./, "")),
      ["tskey", "tspack"],
    );
  });

  await step(
    "at another workstation it is opened, read and sealed",
    async () => {
      await app.close();
      const packed = readdirSync(desk.place("out")).find((file) =>
        file.endsWith(".tspack"),
      );
      const elsewhere = join(desk.home, "elsewhere");
      mkdirSync(elsewhere);
      copyFileSync(join(desk.place("out"), packed), join(elsewhere, packed));
      app = await startApp(desk);
      const { browser } = app;
      await openPack(browser, WORDS, join(elsewhere, packed), "R1");
      await shoot("study-received");
      await openRoomOf(browser, "R1");
      await toRoom(app);
      await begin(app.browser, 1, CASES);
      for (let number = 1; number <= CASES; number += 1) {
        await onCase(app.browser, number, CASES);
        await answer(app.browser, { steps: [1 + (number % 6)] });
      }
      await see(app.browser, "heading", word("reading", "done.heading"));
      assert.deepEqual(
        leaks(desk.recorded, ["ward", "copula", STUDY, PROJECT, desk.home]),
        [],
      );
      await leaveRoom(app);
      await pressControl(app.browser, "take-back");
      await sealSession(app.browser, "R1", WORDS, join(elsewhere, "R1.tssession"));
      await shoot("study-sealed");
    },
  );

  await step("the session comes home, once", async () => {
    await app.close();
    app = await startApp(desk);
    const { browser } = app;
    await openRecent(browser, PROJECT);
    await pressControl(browser, "rail-study");
    for (const _ of ["at first", "and again"]) {
      await mergeSession(browser, join(desk.home, "elsewhere", "R1.tssession"));
    }
    await read(browser, word("ui", "job.of", { done: CASES, total: CASES }));
    await shoot("study-merged");
  });

  await step(
    "it is sealed, closed and unblinded, each with its reason",
    async (browser) => {
      for (const state of ["sealed", "database-locked", "unblinded"]) {
        await advance(browser, state, {
          name: STUDY,
          reason: "R2 could not come; all else is in.",
        });
      }
      await shoot("study-unblinded-done");
    },
  );
});

/** A table of patients, with so many decimals. */
function table(from, decimals) {
  const rows = Array.from({ length: 40 }, (_, at) => {
    const n = from + at;
    // Never a whole number, which would have no decimals in either table: cases are drawn by chance.
    const weight = 50.123457 + ((n * 37) % 400) / 7;
    return `${20 + ((n * 13) % 60)},${weight.toFixed(decimals)}`;
  });
  return `age,weight\n${rows.join("\n")}\n`;
}
