// A whole audit in the real window: import, measure, a blinded reading with a power cut, export.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Key } from "webdriverio";
import { startApp } from "./app.mjs";
import { readCsv } from "./csv.mjs";
import { freshDesk } from "./desk.mjs";
import { realFolder, syntheticFolder } from "./folders.mjs";
import {
  answer,
  begin,
  createStudy,
  isPainted,
  leaveRoom,
  onCase,
  openRoomOf,
  setUpStudy,
  toRoom,
} from "./reader.mjs";
import { importSet, newProject, noJobRuns } from "./project.mjs";
import { casesTold, leaks, pixelBlocks } from "./recorded.mjs";
import { isDisabled, press, pressControl, read, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { stepsOf } from "./steps.mjs";
import { advance } from "./study.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const PROJECT = "Schädel-Prüfung";
const STUDY = "Lesung im Frühjahr";
const REAL_SET = "Köpfe echt";
const SYNTHETIC_SET = "Köpfe künstlich";

/** What the reader presses for each case; the last step stands. */
const PRESSED = [
  // This note is written before the answers, and has to outlive a pause.
  { steps: [6], note: "a thought", isWritten: true },
  { steps: [1], note: 'sharp "cortex", clear' },
  { steps: [3, 4] },
  // A spreadsheet would run this one: the file has an apostrophe before it.
  { steps: [2], note: "=1+1", written: "'=1+1" },
  { steps: [5, 2, 5], note: "Rauschen überall; zu weich" },
  { steps: [3] },
  { steps: [1] },
  { steps: [6], note: "blurred" },
  { steps: [2] },
  { steps: [4] },
  { steps: [5] },
  { steps: [1], note: "last, and real" },
];

const desk = freshDesk();
const data = desk.place("Daten für Prüfung");
const real = realFolder(data);
const synthetic = syntheticFolder(data);
let app;

after(async () => {
  await app?.close();
  desk.clear();
});

test("an expert audits a generator", { timeout: 600_000 }, async (journey) => {
  const step = stepsOf(journey, () => app?.browser);

  await step("the window opens", async () => {
    app = await startApp(desk);
    await see(app.browser, "heading", word("ui", "product"));
    await shoot("start");
  });

  await step("a project is made in a folder of the system's dialog", async (browser) => {
    await newProject(browser, PROJECT, desk.home);
    await shoot("empty-project");
  });

  await step("a folder of real slices is imported; the broken file is a note", async (browser) => {
    await importSet(browser, { ...real, name: REAL_SET, arm: "real" });
    await openSet(browser, REAL_SET);
    await until("the slices can be seen", () => hasPictures(browser));
    await shoot("set");
    await notesOf(browser);
    await read(browser, real.broken);
    await shoot("notes");
  });

  await step("a folder of synthetic slices is imported", async (browser) => {
    await importSet(browser, { ...synthetic, name: SYNTHETIC_SET, arm: "synthetic" });
    await shoot("sets");
  });

  await step("the sets are measured", async (browser) => {
    await pressControl(browser, "rail-measure");
    await pressControl(browser, "new-measure");
    const start = await seeControl(browser, "start-measure");
    await shoot("measure-setup");
    await press(browser, start);
    await see(browser, "heading", word("ui", "measure.says"), { timeout: 180_000 });
    await seeControl(browser, "to-study", { timeout: 180_000 });
    await until("the run is done", () => noJobRuns(browser), { timeout: 180_000 });
    await shoot("measured");
  });

  await step("a study of six and six cases is locked", async (browser) => {
    await pressControl(browser, "rail-study");
    await pressControl(browser, "new-study");
    await (await seeControl(browser, "study-name")).setValue(STUDY);
    await setUpStudy(browser, 6);
    await shoot("study-setup");
    await createStudy(browser);
    await see(browser, "heading", STUDY);
    await shoot("study");
  });

  await step("the reading room opens and tells only counts", async (browser) => {
    await openRoom(browser);
    await read(browser, word("reading", "start.reader", { reader: "R1" }));
    await read(browser, word("reading", "start.ahead_other", { count: 12 }));
    await shoot("reading-start");
    await begin(browser, 1, 12);
    await until("the picture is painted", () => isPainted(browser));
    await shoot("reading-case");
  });

  await step("its window may ask for nothing but its own", async (browser) => {
    for (const command of ["sets", "studies", "study", "project", "recent_projects", "exports"]) {
      assert.match(
        await refusalOf(browser, command),
        /not allowed/,
        `the reader's window got an answer to ${command}`,
      );
    }
  });

  await step("keys, note and pause lose nothing", async (browser) => {
    await browser.keys("?");
    await see(browser, "dialog", word("reading", "keys.heading"));
    await shoot("reading-keys");
    await browser.keys(Key.Escape);
    await browser.keys("n");
    await (await see(browser, "textbox", /./)).addValue(PRESSED[0].note);
    await shoot("reading-note");
    await browser.keys(Key.Escape);
    await browser.keys("p");
    await see(browser, "dialog", word("reading", "pause.heading"));
    await shoot("reading-pause");
    await begin(browser, 1, 12);
    await browser.keys("n");
    assert.equal(await (await see(browser, "textbox", /./)).getValue(), PRESSED[0].note);
    await browser.keys(Key.Escape);
  });

  await step("six cases are answered by keyboard", async (browser) => {
    for (const [index, pressed] of PRESSED.slice(0, 6).entries()) {
      await onCase(browser, index + 1, 12);
      await noTraces(browser);
      await answer(browser, pressed);
    }
    await onCase(browser, 7, 12);
  });

  await step("after a power cut the seventh case waits", async () => {
    await app.browser.keys("2"); // chosen but not saved: this one may be lost
    await app.powerCut();
    app = await startApp(desk);
    const { browser } = app;
    await shoot("recent");
    await press(browser, await see(browser, "button", new RegExp(`^${PROJECT}`)));
    await pressControl(browser, "rail-study");
    await read(browser, word("ui", "job.of", { done: 6, total: 12 }));
    await openRoom(browser);
    await read(browser, word("reading", "start.resumed", { done: 6, total: 12 }));
    await shoot("reading-resumed");
    await begin(browser, 7, 12);
  });

  await step("the rest is answered and the room thanks", async (browser) => {
    for (const [index, pressed] of PRESSED.slice(6).entries()) {
      await onCase(browser, index + 7, 12);
      await noTraces(browser);
      await answer(browser, pressed);
    }
    await see(browser, "heading", word("reading", "done.heading"));
    await shoot("reading-done");
    await leaveRoom(app);
    // A reader who closes the room finds nothing of the project behind it.
    await see(browser, "heading", word("ui", "handed.title"));
    assert.equal(await browser.getTitle(), word("ui", "product"));
    await shoot("handed-back");
    await pressControl(browser, "take-back");
  });

  let answers;
  await step("the export holds what was pressed, in the order it was pressed", async (browser) => {
    await pressControl(browser, "rail-export");
    await pressControl(browser, "write-export");
    const folder = await exported(1);
    await shoot("export");
    answers = readCsv(readFileSync(join(folder, "answers.csv"), "utf8"))
      .filter(({ reader }) => reader === "R1")
      .sort((a, b) => Number(a.position) - Number(b.position));
    assert.deepEqual(
      answers.filter(({ question_id: id }) => id === "q_real").map(({ value }) => Number(value)),
      PRESSED.map(({ steps }) => steps.at(-1)),
    );
    assert.deepEqual(
      answers
        .filter(({ question_id: id, value }) => id === "comment" && value !== "")
        .map(({ position, value }) => [Number(position), value]),
      PRESSED.flatMap(({ note, written = note }, index) => (note ? [[index + 1, written]] : [])),
    );
    assert.deepEqual(
      answers
        .filter(({ question_id: id }) => id === "q_real")
        .map(({ changes }) => Number(changes)),
      PRESSED.map(({ steps }) => steps.length - 1),
    );
    assert.deepEqual(
      answers
        .filter(({ question_id: id }) => id === "q_real")
        .map(({ interrupted }) => interrupted),
      PRESSED.map((_, index) => String(index === 0 || index === 6)),
      "the first case was paused, the seventh met the power cut",
    );
    for (const { rt_ms, first_answer_rt_ms } of answers) {
      assert.ok(0 < Number(rt_ms), "an answer without a time");
      assert.ok(Number(first_answer_rt_ms) <= Number(rt_ms), "the first choice came after saving");
    }
    const times = answers.map(({ answered_at_utc: at }) => at);
    assert.deepEqual(times, [...times].sort(), "the answers were stored in another order");
    assert.ok(!readdirSync(folder).includes("cases.csv"), "the truth went out unasked");
    assert.deepEqual(new Set(answers.map(({ side_synthetic: side }) => side)), new Set([""]));
  });

  await step("the truth goes out only when the study is over and was named", async (browser) => {
    assert.equal(await isDisabled(browser, "with-truth"), true, "the truth is still closed");
    await browser.keys([Key.Alt, "3"]);
    for (const state of ["sealed", "database-locked", "unblinded"]) {
      await advance(browser, state, { name: STUDY, reason: "All is in." });
    }
    await browser.keys([Key.Alt, "5"]);
    const truth = await seeControl(browser, "with-truth");
    await until("the truth may go out", async () => !(await isDisabled(browser, "with-truth")));
    await truth.click();
    await shoot("export-truth");
    await pressControl(browser, "write-export");
    const folder = await exported(2);
    const cases = readCsv(readFileSync(join(folder, "cases.csv"), "utf8"));
    const sources = cases.map(({ source }) => source).sort();
    assert.deepEqual(sources, [...Array(6).fill("real"), ...Array(6).fill("synthetic")]);
    const read = new Set(answers.map(({ case_id: id }) => id));
    assert.deepEqual(new Set(cases.map(({ case_id: id }) => id)), read);

    const named = [
      ...cases.flatMap(({ case_id, sample_id }) => [case_id, sample_id]),
      ...answers.map(({ presentation_id }) => presentation_id),
    ];
    const files = [real.folder, synthetic.folder].flatMap((path) => readdirSync(path));
    const sought = [
      ...["real", "synthetic", "colin27", "Daten für Prüfung", desk.home],
      ...[PROJECT, STUDY, REAL_SET, SYNTHETIC_SET],
      ...files.flatMap((file) => [file, file.replace(/\.png$/, "")]),
      // An id may hold set, place and hash: each of its longer parts is looked for, too.
      ...named.flatMap((id) => [id, ...id.split(/[^0-9a-z]+/i)]).filter((id) => 6 < id.length),
    ];
    assert.deepEqual(leaks(desk.recorded, [...new Set(sought)]), []);
  });

  await step("nothing about a case came with its pixels", async () => {
    const blocks = pixelBlocks(desk.recorded);
    assert.ok(12 <= blocks.length, `only ${blocks.length} of 12 pictures were recorded`);
    assert.equal(new Set(blocks.map(({ header }) => header)).size, 1, "headers tell cases apart");
    assert.ok(
      blocks.every(({ excess }) => excess === 0),
      "something follows the pixels",
    );
    const cases = casesTold(desk.recorded);
    const parts = ["done", "items", "practice", "said", "show", "slot", "step", "stimuli", "total"];
    for (const one of cases) {
      assert.deepEqual(Object.keys(one).sort(), parts);
      assert.deepEqual([one.practice, one.said, one.stimuli.length], [false, null, 1]);
      assert.deepEqual(Object.keys(one.stimuli[0]).sort(), ["fields", "label", "slot"]);
    }
    // The seventh case was shown before and after the power cut, under another slot.
    assert.equal(new Set(cases.map(({ slot }) => slot)).size, 13);
  });

  /** The n-th export's folder, once it is there as a whole. */
  function exported(n) {
    return until(`export ${n} is written`, () => {
      const exports = join(desk.home, PROJECT, "exports");
      const whole = readdirSync(exports).filter((name) => !name.endsWith(".partial"));
      return whole.length === n && join(exports, whole.sort().at(-1));
    });
  }
});

async function openSet(browser, name) {
  await press(browser, await see(browser, "link", new RegExp(name)));
  await see(browser, "heading", new RegExp(name));
}

async function notesOf(browser) {
  const part = await see(browser, "radio", word("ui", "samples.notesN", { n: 1 }));
  await browser.execute((choice) => choice.click(), part);
}

async function openRoom(browser) {
  await openRoomOf(browser, "R1");
  await toRoom(app);
}

function hasPictures(browser) {
  return browser.execute(
    () =>
      3 < [...document.querySelectorAll("img")].filter((image) => 0 < image.naturalWidth).length,
  );
}

/** What the window is told when it asks for something that is not its own. */
function refusalOf(browser, command) {
  return browser.executeAsync((name, done) => {
    window.__TAURI_INTERNALS__
      .invoke(name, { id: 1, study: 1 })
      .then((answer) => done(`answered: ${JSON.stringify(answer)}`))
      .catch((refusal) => done(String(refusal)));
  }, command);
}

/** The page, its address and its title hold no name of anything: only what is asked. */
async function noTraces(browser) {
  const page = await browser.execute(() => {
    const copy = document.documentElement.cloneNode(true);
    for (const asked of copy.querySelectorAll("[role=radiogroup], [role=status], [role=group]")) asked.remove();
    return `${copy.outerHTML} ${window.location.href} ${document.title}`;
  });
  const slots = casesTold(desk.recorded).map(({ slot }) => slot);
  for (const trace of [...slots, "colin27", "Köpfe", STUDY, PROJECT, "synthetic", "kaputt"]) {
    assert.ok(!page.includes(trace), `the page holds "${trace}"`);
  }
}
