// From sessions that came home to what they say, by keyboard, and to a report on paper.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Key } from "webdriverio";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { chooseFolder } from "./dialog.mjs";
import { isThere, pressControl, read, seeControl, textOf } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { stepsOf } from "./steps.mjs";
import { advance } from "./study.mjs";
import { mergedStudy, terminal } from "./terminal.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const STUDY = "Ward records against two generators";
const READERS = ["R1", "R2", "R3", "R4"];
/** So many tabs reach anything on the page: more means that the keyboard goes round in circles. */
const MOST_TABS = 200;

const desk = freshDesk();
let app;
let folder;
/** What the terminal says of the same answers. */
let told;

before(() => {
  folder = mergedStudy(desk, STUDY, READERS);
});
after(async () => {
  await app?.close();
  desk.clear();
});

test("merged answers are unblinded, analysed as planned, and reported on paper", {
  timeout: 300_000,
}, async (way) => {
  const step = stepsOf(way, () => app?.browser);

  await step("it is closed and unblinded, and its page leads to the analysis", async () => {
    await opened();
    await app.browser.keys([Key.Alt, "3"]);
    for (const state of ["sealed", "database-locked", "unblinded"]) {
      await advance(app.browser, state, { name: STUDY, reason: "All is in." });
    }
    // The terminal is let in once the window has left.
    await app.close();
    told = JSON.parse(terminal(desk, "analyse", folder, "--json"));
    const browser = await opened();
    await browser.keys([Key.Alt, "3"]);
    await seeControl(browser, "to-analysis");
    await shoot("study-unblinded");
    await enter(browser, "to-analysis");
    await seeControl(browser, "primary", { timeout: 60_000 });
    await shoot("analysis");
  });

  await step("the claim stands above all, with its caution and who read", async (browser) => {
    const primary = await textOf(browser, "primary");
    for (const { text } of told.sentences.filter(({ rank }) => rank === "primary")) {
      assert.ok(flat(primary).includes(text), text);
    }
    assert.equal(flat(await textOf(browser, "warnings")), told.warnings.join(" "));
  });

  await step("each number of the terminal stands on the page", async (browser) => {
    await enter(browser, "repeats");
    const page = flat(await browser.execute(() => document.querySelector("main").textContent));
    const { findings } = told;
    assert.ok(100 < findings.length, "a study of hardly any numbers");
    for (const { id, shown, reason } of findings) {
      assert.ok(reason !== null || page.includes(flat(shown)), `${id}: ${shown}`);
    }
  });

  await step("its parts are reached by keyboard, and nothing is wider than the page", async (browser) => {
    for (const part of ["claim", "points", "calls", "readers", "generators", "scales", "choices", "agreement", "components", "flow"]) {
      await enter(browser, `to-${part}`);
      await until(`the keyboard is at ${part}`, () =>
        browser.execute((id) => document.activeElement?.id === `analysis-${id}-head`, part),
      );
      await until(`${part} is the part that is read`, () =>
        browser.execute(
          (id) => document.querySelector(`[data-testid=to-${id}]`).ariaCurrent === "location",
          part,
        ),
      );
      await shoot(`analysis-${part}`);
    }
    const over = await browser.execute(() => {
      const { scrollWidth, clientWidth } = document.querySelector("main");
      return scrollWidth - clientWidth;
    });
    assert.equal(over, 0);
  });

  await step("a cell tells who said what of which case, and opens it", async (browser) => {
    await enter(browser, "to-cases");
    await tabTo(browser, "matrix-cell");
    const told = () => textOf(browser, "matrix-told");
    const first = await told();
    assert.ok(first.startsWith(`${READERS[0]} · case-`), first);
    await browser.keys(Key.ArrowDown);
    const second = await told();
    assert.ok(second.startsWith(`${READERS[1]} · case-`), second);
    assert.equal(second.split(" · ")[1], first.split(" · ")[1], "the same case");
    await browser.keys(Key.End);
    assert.notEqual((await told()).split(" · ")[1], first.split(" · ")[1]);
    await shoot("analysis-cases");
    await browser.keys(Key.Enter);
    assert.match(await textOf(browser, "case-dialog"), /creatinine/);
    await browser.keys(Key.Escape);
    await until("the case is closed", async () => !(await isThere(browser, "case-dialog")));
  });

  await step("a row tells where its numbers come from", async (browser) => {
    await enter(browser, "to-readers");
    await browser.keys(Key.Tab);
    await tabWhile(browser, () => document.activeElement?.ariaExpanded === null);
    await browser.keys(Key.Enter);
    const { from } = told.findings.find(({ reader }) => reader === READERS[0]);
    await read(browser, from);
    await shoot("analysis-from");
  });

  await step("the planned analysis is marked as done", async (browser) => {
    await enter(browser, "mark-done");
    await until("the reason is asked for", () =>
      browser.execute(() => document.activeElement?.dataset.testid === "reason"),
    );
    await browser.keys("As it was planned.");
    await shoot("analysis-done");
    await browser.keys([Key.Ctrl, Key.Enter]);
    await read(browser, word("ui", "study.is.analysed"));
    await until("it is not asked for again", async () => !(await isThere(browser, "mark-done")));
  });

  await step("where nothing was measured, it leads to what measures", async (browser) => {
    await enter(browser, "to-measure");
    await pressControl(browser, "start-measure");
    await seeControl(browser, "findings", { timeout: 120_000 });
    const isMeasured = async () => !(await isThere(browser, "unfinished"));
    await until("all is measured", isMeasured, { timeout: 120_000 });
    await browser.keys([Key.Alt, "4"]);
    await seeControl(browser, "metrics", { timeout: 60_000 });
  });

  await step("a rectangle chooses cases, and the list leads to one of them", async (browser) => {
    await enter(browser, "to-concordance");
    const all = await rowsOf(browser);
    await tabTo(browser, "scatter");
    await shoot("analysis-metrics");
    for (const key of [Key.ArrowUp, Key.ArrowLeft, Key.ArrowLeft]) await browser.keys(key);
    await browser.keys([Key.Shift, Key.ArrowRight]);
    const some = await rowsOf(browser);
    assert.ok(0 < some.length && some.length < all.length, `${some.length} of ${all.length}`);
    const left = all.filter((row) => some.includes(row));
    assert.deepEqual(some, left, "the farthest apart first, as before");
    await browser.keys(Key.Enter);
    await browser.keys(Key.ArrowDown);
    await shoot("analysis-brushed");
    const at = await browser.execute(() => document.activeElement.textContent);
    assert.equal(at, some[1].split("\t")[0]);
    await browser.keys(Key.Enter);
    const dialog = await textOf(browser, "case-dialog");
    for (const reader of READERS) assert.ok(dialog.includes(reader), `${reader} is not told of`);
    assert.match(dialog, /creatinine/, "the row is beside the numbers");
    await shoot("analysis-case");
    await browser.keys(Key.Escape);
    await until("the case is closed", async () => !(await isThere(browser, "case-dialog")));
  });

  await step("its report is written in German, and a copy is saved elsewhere", async (browser) => {
    await browser.keys([Key.Alt, "5"]);
    await pressControl(browser, "export-language");
    const german = await browser.$("//*[@role='option'][contains(., 'Deutsch')]");
    await german.waitForDisplayed();
    await german.click();
    await until("German is chosen", async () =>
      browser.execute(() => document.querySelector("[data-testid=export-language]").value === "Deutsch"),
    );
    await (await browser.$('[data-testid="with-truth"]')).click();
    await shoot("export-german");
    await pressControl(browser, "write-export");
    const place = await until("the export is written", async () =>
      existsSync(join(folder, "exports"))
        ? readdirSync(join(folder, "exports")).find((name) => !name.endsWith(".partial"))
        : undefined,
    );
    await pressControl(browser, `save-${place}`);
    const elsewhere = desk.place("saved");
    await chooseFolder(word("app", "dialog.saveExport"), elsewhere);
    const [copy] = await until("the copy is there", () => {
      const copies = readdirSync(elsewhere);
      return copies.length > 0 && existsSync(join(elsewhere, copies[0], "report.pdf")) && copies;
    });
    await shoot("export-saved");
    const pdf = readFileSync(join(elsewhere, copy, "report.pdf"));
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    const page = readFileSync(join(elsewhere, copy, "report.html"), "utf8");
    assert.ok(page.includes('<html lang="de">') && page.includes("Balancierte Genauigkeit"));
    const analysis = JSON.parse(readFileSync(join(elsewhere, copy, "analysis.json"), "utf8"));
    const ids = analysis.findings.map(({ finding }) => finding.id);
    for (const { id } of told.findings) assert.ok(ids.includes(id), `${id} is in no table`);
    assert.ok(told.findings.length < ids.length, "and what was measured since then");
  });

  await step("the next study is sized by how readers varied in this one", async (browser) => {
    await browser.keys([Key.Alt, "3"]);
    await enter(browser, "new-study");
    await enter(browser, "assumptions");
    await tabTo(browser, "pilot");
    // The list opens at "by correlations"; the study is the one below it.
    for (const key of [Key.ArrowDown, Key.ArrowDown, Key.Enter]) await browser.keys(key);
    const name = word("ui", "study.size.asIn", { name: STUDY });
    await until("the pilot is chosen", () =>
      browser.execute((wanted) => document.querySelector("[data-testid=pilot]").value === wanted, name),
    );
    await enter(browser, "as-many-readers");
    const sized = await until("its power is told", async () => {
      const said = flat(await textOf(browser, "power"));
      return said.match(/With (10) readers of (\d+) cases .* (\d+) %/);
    });
    await app.browser.execute(() =>
      document.querySelector("[data-testid=pilot]").scrollIntoView({ block: "center" }),
    );
    await shoot("study-pilot");
    // What was learned around one level says little of another.
    assert.equal(await isThere(browser, "far-from-pilot"), false);
    await tabTo(browser, "pilot");
    await browser.keys(Key.Tab);
    await browser.keys([Key.Ctrl, "a"]);
    await browser.keys("0.58");
    await seeControl(browser, "far-from-pilot");
    await app.browser.execute(() =>
      document.querySelector("[data-testid=far-from-pilot]").scrollIntoView({ block: "center" }),
    );
    await shoot("study-pilot-far");
    await app.close();
    app = undefined;
    const [readers, cases, percent] = sized.slice(1);
    const size = ["--readers", readers, "--cases", cases, "--margin", "0.1"];
    const { power } = JSON.parse(terminal(desk, "power", "--pilot", folder, ...size, "--json"));
    assert.equal(Math.round(100 * power), Number(percent));
  });
});

/** The cases of the list, each as a line with tabs. */
function rowsOf(browser) {
  return browser.execute(() =>
    [...document.querySelectorAll("[data-testid=case-list] tbody tr")].map((row) =>
      [...row.cells].map((cell) => cell.textContent).join("\t"),
    ),
  );
}

/** Opens the project in a window of its own. */
async function opened() {
  app = await startApp(desk);
  const { browser } = app;
  await pressControl(browser, "open-project");
  await chooseFolder(word("app", "dialog.openProject"), folder);
  await seeControl(browser, "rail-study");
  return browser;
}

/** Goes to a control by the Tab key. */
async function tabTo(browser, id) {
  await seeControl(browser, id);
  await tabWhile(browser, (name) => document.activeElement?.dataset.testid !== name, id);
}

/** Goes to a control by the Tab key, and presses Enter there. */
async function enter(browser, id) {
  await tabTo(browser, id);
  await browser.keys(Key.Enter);
}

/** Presses the Tab key as long as something holds in the page. */
async function tabWhile(browser, holds, ...words) {
  for (let tabs = 0; await browser.execute(holds, ...words); tabs += 1) {
    assert.ok(tabs < MOST_TABS, `${words.join(" ")} cannot be reached by the Tab key`);
    await browser.keys(Key.Tab);
  }
}

function flat(text) {
  return text.replace(/\s+/g, " ").trim();
}
