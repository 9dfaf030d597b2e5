// A study's whole life in the real window: audited, mended, locked, packed, read at another
// workstation, sealed, merged, closed and unblinded.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { chooseFolder } from "./dialog.mjs";
import {
  answer,
  begin,
  onCase,
  openRoomOf,
  setUpStudy,
  toRoom,
} from "./reader.mjs";
import { leaks } from "./recorded.mjs";
import { pressControl, read, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";
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
  let broken = null;
  const step = (name, work) =>
    life.test(name, { skip: broken ? `after: ${broken}` : false }, async () => {
      try {
        await work(app?.browser);
      } catch (problem) {
        broken = name;
        await shoot("failed").catch(() => undefined);
        throw problem;
      }
    });

  await step(
    "two tables are imported, one with two decimals and one with six",
    async () => {
      app = await startApp(desk);
      const { browser } = app;
      const data = desk.place("data");
      writeFileSync(join(data, "ward.csv"), table(0, 2));
      writeFileSync(join(data, "copula.csv"), table(500, 6));
      await pressControl(browser, "new-project");
      await (await seeControl(browser, "project-name")).setValue(PROJECT);
      await pressControl(browser, "create-project");
      await chooseFolder(word("app", "dialog.newProject"), desk.home);
      await seeControl(browser, "rail-samples");
      for (const [name, arm] of [
        ["ward", "real"],
        ["copula", "synthetic"],
      ]) {
        await pressControl(browser, "import-files");
        await chooseFolder(
          word("app", "dialog.importFiles"),
          join(data, `${name}.csv`),
        );
        await (await seeControl(browser, "set-name")).setValue(name);
        await pressControl(browser, `arm-${arm}`);
        await pressControl(browser, "start-import");
        await see(browser, "row", new RegExp(name), { timeout: 60_000 });
      }
    },
  );

  await step(
    "the audit fails by the decimals, and passes once both are mended",
    async (browser) => {
      await pressControl(browser, "rail-study");
      await pressControl(browser, "new-study");
      await (await seeControl(browser, "study-name")).setValue(STUDY);
      await setUpStudy(browser, CASES / 2);
      await shoot("study-setup");
      await pressControl(browser, "create-study");
      await seeControl(browser, "audit-verdict", { timeout: 120_000 });
      assert.match(await textOf(browser, "audit-verdict"), /Decimals/);
      assert.equal(await isDisabled(browser, "lock-study"), true);
      await shoot("study-audit-fails");
      await pressControl(browser, "mend");
      await until(
        "it can be locked",
        async () => !(await isDisabled(browser, "lock-study")),
        {
          timeout: 120_000,
        },
      );
      await shoot("study-audit-passes");
      await pressControl(browser, "lock-study");
      await seeControl(browser, "readers-table", { timeout: 60_000 });
      await shoot("study-locked");
    },
  );

  await step("it is packed", async (browser) => {
    await pressControl(browser, "pack-study");
    await (await seeControl(browser, "passphrase")).setValue(WORDS);
    await (await seeControl(browser, "passphrase-again")).setValue(WORDS);
    await shoot("study-pack");
    await pressControl(browser, "confirm-pack");
    await chooseFolder(word("app", "dialog.packFolder"), desk.place("out"));
    await seeControl(browser, "packed", { timeout: 120_000 });
    await shoot("study-packed");
    await pressControl(browser, "packed-close");
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
      const pack = readdirSync(desk.place("out")).find((file) =>
        file.endsWith(".tspack"),
      );
      const elsewhere = join(desk.home, "elsewhere");
      mkdirSync(elsewhere);
      copyFileSync(join(desk.place("out"), pack), join(elsewhere, pack));
      app = await startApp(desk);
      const { browser } = app;
      await pressControl(browser, "open-pack");
      await (await seeControl(browser, "pack-passphrase")).setValue(WORDS);
      await pressControl(browser, "choose-pack");
      await chooseFolder(
        word("app", "dialog.choosePack"),
        join(elsewhere, pack),
      );
      await seeControl(browser, "open-room-R1", { timeout: 120_000 });
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
      await app.browser.keys("Enter").catch(() => undefined);
      await until("the room is closed", async () => {
        return (await app.browser.getWindowHandles()).length === 1;
      });
      await app.browser.switchToWindow(
        (await app.browser.getWindowHandles())[0],
      );
      await pressControl(app.browser, "take-back");
      await pressControl(app.browser, "seal-R1");
      await (await seeControl(app.browser, "passphrase")).setValue(WORDS);
      await pressControl(app.browser, "confirm-seal");
      await chooseFolder(
        word("app", "dialog.saveSession"),
        join(elsewhere, "R1.tssession"),
      );
      await seeControl(app.browser, "sealed", { timeout: 60_000 });
      await shoot("study-sealed");
    },
  );

  await step("the session comes home, once", async () => {
    await app.close();
    app = await startApp(desk);
    const { browser } = app;
    const recent = await see(browser, "button", new RegExp(`^${PROJECT}`));
    await browser.execute((button) => button.click(), recent);
    await pressControl(browser, "rail-study");
    for (const _ of ["at first", "and again"]) {
      await pressControl(browser, "merge-sessions");
      await chooseFolder(
        word("app", "dialog.chooseSessions"),
        join(desk.home, "elsewhere", "R1.tssession"),
      );
      await seeControl(browser, "merged", { timeout: 60_000 });
    }
    await read(browser, word("ui", "job.of", { done: CASES, total: CASES }));
    await shoot("study-merged");
  });

  await step(
    "it is sealed, closed and unblinded, each with its reason",
    async (browser) => {
      for (const state of ["sealed", "database-locked", "unblinded"]) {
        await pressControl(browser, `advance-${state}`);
        await seeControl(browser, "confirm");
        if (await isThere(browser, "reason")) {
          await (await seeControl(browser, "reason")).setValue(
            "R2 could not come; all else is in.",
          );
        }
        if (state === "unblinded")
          await (await seeControl(browser, "confirm-name")).setValue(STUDY);
        await shoot(`study-${state}`);
        await pressControl(browser, "confirm");
        const said = word("ui", `study.is.${state}`);
        await until(`the study is ${state}`, async () => {
          return (await textOf(browser, "study-state")).includes(said);
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
    const weight = 50 + ((n * 37) % 400) / 7;
    return `${20 + ((n * 13) % 60)},${weight.toFixed(decimals)}`;
  });
  return `age,weight\n${rows.join("\n")}\n`;
}

async function textOf(browser, id) {
  return (await seeControl(browser, id)).getText();
}

function isThere(browser, id) {
  return browser.execute(
    (name) => document.querySelector(`[data-testid="${name}"]`) !== null,
    id,
  );
}

function isDisabled(browser, id) {
  return browser.execute(
    (name) =>
      document.querySelector(`[data-testid="${name}"]`)?.disabled === true,
    id,
  );
}
