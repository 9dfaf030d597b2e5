// Every measure that fits, stopped halfway, and gone on with after the window was closed.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { chooseFolder } from "./dialog.mjs";
import { press, pressControl, read, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const PROJECT = "Registry audit";
const N_ROWS = 700;

const desk = freshDesk();
let app;

after(async () => {
  await app?.close();
  desk.clear();
});

test("measuring goes on where it was stopped", { timeout: 600_000 }, async () => {
  app = await startApp(desk);
  const folders = { real: tableFolder("real", 1), synthetic: tableFolder("synthetic", 2) };
  await pressControl(app.browser, "new-project");
  await (await seeControl(app.browser, "project-name")).setValue(PROJECT);
  await pressControl(app.browser, "create-project");
  await chooseFolder(word("app", "dialog.newProject"), desk.home);
  for (const arm of ["real", "synthetic"]) await importFolder(app.browser, folders[arm], arm);

  await pressControl(app.browser, "rail-measure");
  await pressControl(app.browser, "new-measure");
  await shoot("measure-setup");
  await pressControl(app.browser, "choose-all");
  await shoot("measure-all");
  const start = await seeControl(app.browser, "start-measure");
  await press(app.browser, start);

  // Some values are there, and not all: then the button of the running job stops it.
  await see(app.browser, "heading", word("ui", "measure.says"), { timeout: 60_000 });
  await until("some values are there", async () => 3 < (await valuesOf(app.browser)).length, {
    timeout: 120_000,
  });
  await pressControl(app.browser, "jobs");
  await shoot("measure-running");
  await pressOfJob("stopNamed");
  await see(app.browser, "button", jobButton("resumeNamed"), { timeout: 60_000 });
  await shoot("measure-stopped");
  const before = await valuesOf(app.browser);
  const dimensions = new Set(before.map(({ dimension }) => dimension));
  assert.ok(dimensions.has("quality"), `the first values are there: ${[...dimensions]}`);

  await app.close();
  app = await startApp(desk);
  await press(app.browser, await see(app.browser, "button", new RegExp(PROJECT)));
  await pressControl(app.browser, "jobs");
  await pressOfJob("resumeNamed");
  await until("the run is done", async () => (await stateOf(app.browser)) === "done", {
    timeout: 300_000,
  });
  const afterwards = await valuesOf(app.browser);
  assert.ok(before.length < afterwards.length, `${before.length} of ${afterwards.length} before`);
  // A value that was computed again would be another row.
  const kept = new Map(afterwards.map((value) => [value.id, value]));
  for (const value of before) assert.deepEqual(kept.get(value.id), value);
  const names = afterwards.map(({ metric, set }) => `${metric} ${set}`);
  assert.equal(new Set(names).size, names.length, "no measure is there twice");
  const without = afterwards.filter(({ shown }) => shown === "");
  assert.deepEqual(without.map(({ metric }) => metric).sort(), [], "every measure has a value");

  await app.browser.keys("Escape");
  await pressControl(app.browser, "rail-measure");
  await read(app.browser, "Density");
  await shoot("measured-all");
  await lookAt("Precision and recall for distributions");
  await shoot("value-curve");
  await app.browser.keys("Escape");
  await lookAt("Coherence of columns");
  await shoot("value-columns");
});

async function lookAt(title) {
  const button = await see(app.browser, "button", new RegExp(`^${title} of `, "i"));
  await press(app.browser, button);
  await seeControl(app.browser, "about-measure");
}

/** Presses a button of the job list, which slides in. */
async function pressOfJob(which) {
  const button = await see(app.browser, "button", jobButton(which));
  await app.browser.execute((one) => one.click(), button);
}

const jobButton = (which) => new RegExp(`^${word("ui", `job.${which}`, { title: "" }).trim()}`);

/** A folder with one table of columns that go together; another seed makes another sample. */
function tableFolder(name, seed) {
  const folder = desk.place(name);
  let state = seed;
  const chance = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const normal = () => Array.from({ length: 12 }, chance).reduce((sum, one) => sum + one, -6);
  const lines = ["age,pressure,sugar,weight,sex,smoker"];
  for (let row = 0; row < N_ROWS; row += 1) {
    const age = 50 + 12 * normal();
    const pressure = 90 + 0.6 * age + 8 * normal();
    const sugar = 5 + 0.01 * pressure + 0.8 * normal();
    const weight = 70 + 9 * normal() + seed;
    const cells = [age, pressure, sugar, weight].map((value) => value.toFixed(2));
    cells.push(chance() < 0.5 ? "f" : "m", chance() < 0.3 ? "yes" : "no");
    lines.push(cells.join(","));
  }
  writeFileSync(join(folder, `${name}.csv`), `${lines.join("\n")}\n`);
  return folder;
}

async function importFolder(browser, folder, arm) {
  await pressControl(browser, "rail-samples");
  await pressControl(browser, "import-folder");
  await chooseFolder(word("app", "dialog.importFolder"), folder);
  await pressControl(browser, `arm-${arm}`);
  await pressControl(browser, "start-import");
  await see(browser, "row", new RegExp(`${arm}.* ${N_ROWS} `), { timeout: 60_000 });
  const running = () => document.querySelector('[data-testid^="job-"][data-state="running"]');
  await until("the import is done", async () => !(await browser.execute(running)), {
    timeout: 60_000,
  });
}

/** Asks the program itself for its first run. */
async function runOf(browser) {
  const answer = await browser.executeAsync((done) => {
    const { invoke } = window.__TAURI_INTERNALS__;
    invoke("runs")
      .then((runs) => (runs.length === 0 ? null : invoke("run", { id: runs[0].id })))
      .then((run) => done(JSON.stringify(run)))
      .catch((refusal) => done(JSON.stringify({ refusal })));
  });
  const run = JSON.parse(answer);
  assert.ok(!run?.refusal, `the program refused: ${JSON.stringify(run?.refusal)}`);
  return run;
}

async function valuesOf(browser) {
  return (await runOf(browser))?.results ?? [];
}

async function stateOf(browser) {
  return (await runOf(browser))?.state;
}
