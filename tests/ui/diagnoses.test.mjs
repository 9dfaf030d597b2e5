// From a list of findings beside the pictures to how often readers found them, and where they pointed:
// the list is read at the import, matched with the readers' choices in the plan, locked, and followed.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Key } from "webdriverio";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { chooseFolder } from "./dialog.mjs";
import { folderOf, grayPng, texture } from "./made.mjs";
import { importSet, newProject } from "./project.mjs";
import { isThere, pressControl, seeControl, textOf } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { stepsOf } from "./steps.mjs";
import {
  advance,
  chooseSeed,
  chooseSides,
  chooseSize,
  createDraft,
  lock,
  mend,
  openSetup,
} from "./study.mjs";
import { terminal } from "./terminal.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const STUDY = "Findings of slices";
const READERS = ["R1", "R2"];
const FINDINGS = ["No finding", "TRAUMA", "Pacemaker"];
const N = 24;
const SIZE = 96;

const desk = freshDesk();
let app;

after(async () => {
  await app?.close();
  desk.clear();
});

/** Pictures, and a list that says of each whose it is and what was found. */
function listedPictures(parent, name, seed) {
  const folder = folderOf(parent, name, N, "png", (at) => grayPng(texture(seed + at, SIZE), SIZE));
  const lines = Array.from({ length: N }, (_, at) => {
    const file = `${name}-${String(at + 1).padStart(3, "0")}.png`;
    return `${file},P${at},${FINDINGS[at % 3]}`;
  });
  writeFileSync(join(folder, "findings.csv"), `Image,Patient,Finding\n${lines.join("\n")}\n`);
  return folder;
}

test("reference diagnoses are read, matched, locked and held against what readers found", {
  timeout: 400_000,
}, async (way) => {
  const step = stepsOf(way, () => app?.browser);
  const data = desk.place("data");
  const project = desk.place("project");

  await step("a list beside the pictures is recognised, and its columns are read", async () => {
    app = await startApp(desk);
    const { browser } = app;
    await newProject(browser, "Findings", project);
    const columns = { subject: "Patient", diagnosis: "Finding" };
    for (const [name, arm, seed] of [["scans", "real", 100], ["made", "synthetic", 900]]) {
      const folder = listedPictures(data, name, seed);
      await importSet(browser, { folder, n: N, name, arm, columns });
    }
  });

  await step("the plan matches what is named like a choice, and leaves the rest to be said", async (browser) => {
    await openSetup(browser, STUDY);
    await chooseSides(browser, "scans", ["made"]);
    await chooseSize(browser, "images-full", { real: 12, synthetic: 12 });
    await chooseSeed(browser, 3);
    const audit = await createDraft(browser);
    if (audit.verdict === "fail") await mend(browser);
    const match = (reference) => `plan-match-a_diagnosis-${reference}`;
    await seeControl(browser, match("Pacemaker"));
    assert.deepEqual(await valuesOf(browser, FINDINGS.map(match)), ["normal", "trauma", ""]);
    // A native list is answered by its keys.
    const choice = await browser.$(`[data-testid="${match("Pacemaker")}"]`);
    await choice.selectByAttribute("value", "degenerative");
    await pressControl(browser, "plan-times");
    await until("both are kept", async () => (await planOf(browser)).includes("degenerative"));
    await until("the text follows", async () => {
      const { value } = await browser.execute(() => ({
        value: document.querySelector("[data-testid=plan-secondary]").value,
      }));
      return value.includes("Diagnosis against the reference") && !value.includes("Times");
    });
    await browser.execute((id) => {
      document.querySelector(`[data-testid="${id}"]`).scrollIntoView({ block: "center" });
    }, match("Pacemaker"));
    await shoot("plan-matched");
    await lock(browser);
    await pressControl(browser, "plan");
    await seeControl(browser, match("Pacemaker"));
    assert.deepEqual(await valuesOf(browser, [match("Pacemaker")]), ["degenerative"]);
    assert.ok((await textOf(browser, "locked-plan")).includes("Diagnosis against the reference"));
    await shoot("plan-locked");
  });

  await step("two scripts read it, and the truth is opened", async () => {
    await app.close();
    const folder = join(project, "Findings");
    for (const [at, reader] of READERS.entries()) {
      const who = ["--project", folder, "--reader", reader, "--seed", String(at + 1)];
      terminal(desk, "study", "read", ...who);
    }
    app = await startApp(desk);
    const { browser } = app;
    await pressControl(browser, "open-project");
    await chooseFolder(word("app", "dialog.openProject"), folder);
    await pressControl(browser, "rail-study");
    for (const state of ["sealed", "database-locked", "unblinded"]) {
      await advance(browser, state, { name: STUDY, reason: "All is in." });
    }
  });

  await step("the analysis tells how often the reference was found, as planned", async (browser) => {
    await pressControl(browser, "to-analysis");
    await seeControl(browser, "analysis-diagnoses", { timeout: 60_000 });
    const said = await textOf(browser, "analysis-diagnoses");
    const title = word("analysis", "quantity.diagnosed_difference");
    assert.ok(said.includes(title), said);
    await pressControl(browser, "to-diagnoses");
    await shoot("analysis-diagnoses");
  });

  await step("marks are maps of both sources, and a marked case is opened by keyboard", async (browser) => {
    await pressControl(browser, "to-marks");
    await seeControl(browser, "analysis-marks");
    await shoot("analysis-marks");
    const maps = await browser.execute(
      () => document.querySelectorAll("[data-testid=analysis-marks] canvas, [data-testid=analysis-marks] svg").length,
    );
    assert.ok(0 < maps, "no map is drawn");
    await browser.execute(() => document.querySelector("[data-testid=marked-1]").focus());
    await browser.keys(Key.Enter);
    await seeControl(browser, "case-dialog");
    await shoot("marked-case");
    await browser.keys(Key.Escape);
    await until("the case is closed", async () => !(await isThere(browser, "case-dialog")));
  });
});

function valuesOf(browser, ids) {
  return browser.execute(
    (names) => names.map((name) => document.querySelector(`[data-testid="${name}"]`).value),
    ids,
  );
}

function planOf(browser) {
  return browser.execute(() => document.querySelector("[data-testid=plan-rules]").innerHTML);
}
