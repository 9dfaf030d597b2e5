// Every protocol that comes with the program, in the real window, for its whole life: chosen, made,
// audited, locked, packed, opened at another workstation that has nothing else, read there to its
// end by keyboard, sealed, merged, closed and unblinded. While it is read, whoever looks around on
// that workstation finds nothing of the truth.
import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Key } from "webdriverio";
import { startApp } from "./app.mjs";
import { freshDesk, ROOT } from "./desk.mjs";
import { Reader } from "./hands.mjs";
import { ecgFolder, eegFolder, folderOf, grayPng, patients, texture } from "./made.mjs";
import { importSet, newProject, openRecent } from "./project.mjs";
import { leaveRoom, openRoomOf, toRoom } from "./reader.mjs";
import { leaks } from "./recorded.mjs";
import { press, pressControl, read, seeControl, textOf } from "./see.mjs";
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
  mergeSession,
  openPack,
  openSetup,
  pack,
  sealSession,
} from "./study.mjs";
import {
  familyOf,
  HAS_PROCESSES,
  hashOf,
  inFiles,
  inNewTemporary,
  inProcesses,
  inTitles,
  windowTitles,
} from "./traces.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

/** The long protocols take long to read: whole nights have the time. */
const NIGHTLY = process.env.TOUCHSTONE_NIGHTLY === "1";

const PROJECT = "Ordnungsamt";
const STUDY = "Lichtung im Nebel";
const WORDS = "four quiet words here";
const READER = "R1";

/** Names that nobody could come upon by chance: what they name must not be found elsewhere. */
const REAL = { name: "Quellwald", files: "kieferzapfen" };
const SYNTHETIC = [
  { name: "Nebelhorn", files: "tannennadel", generator: "Orakelwerk" },
  { name: "Schattenriss", files: "birkenrinde", generator: "Wahrsagerin" },
];

/** How many samples each set has. */
const N = { images: 24, ecg: 12, eeg: 12, records: 16 };

const TEMPLATES = [
  { id: "images-short", of: "images", size: { real: 6, synthetic: 6 } },
  { id: "ecg-short", of: "ecg", size: { real: 6, synthetic: 6 } },
  // By another seed, since by that of the others no case to come again stands early enough.
  { id: "eeg-short", of: "eeg", size: { real: 6, synthetic: 6 }, seed: 11 },
  { id: "records-short", of: "records", size: { real: 6, synthetic: 6 } },
  // Sixteen real cases make one set, and two generators are compared with each other.
  { id: "images-full", of: "images", size: { real: 16, synthetic: 12 }, long: true },
  { id: "ecg-full", of: "ecg", size: { real: 6, synthetic: 6 }, long: true },
  { id: "eeg-full", of: "eeg", size: { real: 6, synthetic: 6 }, long: true },
  { id: "records-full", of: "records", size: { real: 6, synthetic: 6 }, long: true },
];

for (const template of TEMPLATES) {
  test(`${template.id}: from the choice to the truth`, {
    timeout: 900_000,
    skip: template.long && !NIGHTLY ? "with TOUCHSTONE_NIGHTLY=1" : false,
  }, (life) => wholeLife(life, template));
}

/** What the room says of how the data is shown. */
const told = {
  eeg: /10 s · \d+ mm\/s · 7 µV\/mm · 0\.5–70 Hz · no notch · bipolar, negative up/,
};

async function wholeLife(life, { id, of: data, size, seed = 7, long = false }) {
  const protocol = JSON.parse(readFileSync(join(ROOT, "assets/protocols", `${id}.json`), "utf8"));
  const desk = freshDesk();
  const elsewhere = freshDesk();
  let app;
  const step = stepsOf(life, () => app?.browser, { picture: `${id}-failed` });
  const { sets, tokens } = made[data](desk.place("data"), long ? 2 : 1);
  tokens.push(PROJECT, STUDY, desk.home);

  try {
    await step("its sets are imported", async () => {
      app = await startApp(desk);
      await newProject(app.browser, PROJECT, desk.home);
      for (const set of sets) await importSet(app.browser, { ...set, n: N[data] });
    });

    await step("it is chosen, and its time and its power can be seen", async (browser) => {
      await openSetup(browser, STUDY);
      const [real, ...synthetic] = sets.map(({ name }) => name);
      await chooseSides(browser, real, synthetic);
      await chooseSize(browser, id, size);
      await oneReader(browser);
      await chooseSeed(browser, seed);
      const { minutes, power } = await toldOf(browser, id);
      assert.match(minutes, /^[1-9]\d*$/);
      assert.match(power, /^\d+\s%$/);
      await until("its power is reckoned", async () =>
        / \d+\s%/.test(await textOf(browser, "power")),
      );
      const cases = size.real + size.synthetic;
      const expected = word("ui", "study.expected_one", { count: 1, cases, minutes: "\n" });
      const [before, after] = expected.split("\n");
      const lack = await textOf(browser, "lack");
      assert.ok(lack.startsWith(before) && lack.endsWith(after), lack);
      assert.match(lack.slice(before.length, -after.length), /^[1-9]\d*$/);
      await shoot(`${id}-setup`);
    });

    await step("it passes its audit, is locked, and packed", async (browser) => {
      let found = await createDraft(browser);
      await shoot(`${id}-audit`);
      if (!found.canLock) found = await mend(browser);
      assert.equal(found.canLock, true, found.sentence);
      await lock(browser);
      await shoot(`${id}-locked`);
      await pack(browser, WORDS, desk.place("out"));
      await app.close();
    });

    const packed = join(elsewhere.home, "study.tspack");
    const session = join(elsewhere.home, "session.tssession");
    let total;
    await step("elsewhere it is opened, and read to its end by keyboard", async () => {
      const file = readdirSync(desk.place("out")).find((name) => name.endsWith(".tspack"));
      copyFileSync(join(desk.place("out"), file), packed);
      const since = Date.now();
      app = await startApp(elsewhere);
      await openPack(app.browser, WORDS, packed, READER);
      await shoot(`${id}-received`);
      await openRoomOf(app.browser, READER);
      await toRoom(app);

      const reader = new Reader(app.browser);
      const shown = new Set();
      await reader.readOn({
        heading: word("reading", "done.heading"),
        hear: async ({ kind, heading, label, items }) => {
          const [, number, of] = /^Case (\d+) of (\d+)$/.exec(label ?? "") ?? [];
          if (number === "1") {
            total = Number(of);
            if (told[data]) await read(app.browser, told[data]);
            await nothingTells(app, elsewhere, { tokens, since, but: [desk.home, elsewhere.home] });
          }
          // A picture of each kind of page: what is asked tells them apart.
          const page = [kind, heading, ...items.map(({ text }) => text)].join();
          if (!shown.has(page)) await shoot(`${id}-${kind}-${shown.size + 1}`);
          shown.add(page);
        },
      });
      await shoot(`${id}-done`);
      assert.deepEqual(
        questionsOf(protocol).filter((text) => !reader.asked.has(text)),
        [],
        "questions of the protocol that were never asked",
      );
      assert.ok(size.real + size.synthetic <= total, `only ${total} cases counted`);
      assert.deepEqual(leaks(elsewhere.recorded, tokens), []);
      await leaveRoom(app);
    });

    await step("it is sealed there, and comes home", async () => {
      await pressControl(app.browser, "take-back");
      await sealSession(app.browser, READER, WORDS, session);
      assert.ok(existsSync(session), "the session lies elsewhere");
      await shoot(`${id}-sealed`);
      await app.close();
      assert.deepEqual(inFiles(elsewhere.home, tokens), [], "found elsewhere, when all was done");

      app = await startApp(desk);
      await openRecent(app.browser, PROJECT);
      await pressControl(app.browser, "rail-study");
      await mergeSession(app.browser, session);
      await read(app.browser, word("ui", "job.of", { done: total, total }));
      await shoot(`${id}-merged`);
    });

    await step("it is closed and unblinded", async (browser) => {
      for (const state of ["sealed", "database-locked", "unblinded"]) {
        await advance(browser, state, { name: STUDY, reason: "All is in." });
      }
      await shoot(`${id}-unblinded`);
    });
  } finally {
    await app?.close();
    desk.clear();
    elsewhere.clear();
  }
}

/** What is made for each kind of data: its sets, and by which words they could be told. */
const made = {
  images: (data, n) =>
    setsOf(data, n, ({ files }, seed) => ({
      folder: folderOf(data, files, N.images, "png", (at) =>
        grayPng(texture(seed + at, 160), 160),
      ),
    })),
  ecg: (data, n) =>
    setsOf(data, n, ({ files }, seed) => ({
      folder: ecgFolder(data, files, N.ecg, seed, { rate: 250, leads: ["I", "II", "V1", "V5"] }),
    })),
  eeg: (data, n) =>
    setsOf(data, n, ({ files }, seed) => ({
      folder: eegFolder(data, files, N.eeg, seed, { rate: 200 }),
    })),
  records: (data, n) =>
    setsOf(data, n, ({ files }, seed) => {
      const file = join(data, `${files}.csv`);
      writeFileSync(file, patients(seed, N.records));
      return { file };
    }),
};

/** A real set, and `n` synthetic ones of a generator each. */
function setsOf(data, n, make) {
  const parts = [REAL, ...SYNTHETIC.slice(0, n)];
  const sets = parts.map((part, at) => ({
    ...part,
    arm: part === REAL ? "real" : "synthetic",
    ...make(part, 1000 * (at + 1)),
  }));
  const paths = readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const names = parts.flatMap(({ name, files, generator = name }) => [name, files, generator]);
  const hashes = paths.map((path) => hashOf(readFileSync(path)));
  return { sets, tokens: [...new Set(names), ...hashes] };
}

/** Every question of a protocol, as it is asked in English. */
function questionsOf({ profile, stages, debrief, usability }) {
  const tasks = stages.flatMap((stage) => stage.tasks);
  const items = [...profile, ...tasks.flatMap((task) => task.items), ...debrief];
  const scale = Array.from({ length: 10 }, (_, at) => word("usability", `item.${at + 1}`));
  return [...items.map(({ text }) => text.en), ...(usability ? scale : [])];
}

/** Takes the second reader away that a new study has. */
async function oneReader(browser) {
  await press(browser, await seeControl(browser, "readers"));
  await browser.keys(Key.Backspace);
  const next = word("ui", "study.addReader", { code: "R2" });
  await until("one reader is left", async () => (await textOf(browser, "add-reader")) === next);
}

/** What is said beside a protocol: how many minutes it takes, and its power. */
function toldOf(browser, id) {
  return browser.execute((name) => {
    const row = document.querySelector(`[data-testid="protocol-${name}"]`).closest("label");
    const [minutes, power] = [...row.children].slice(-2).map((cell) => cell.innerText);
    return { minutes, power };
  }, id);
}

/**
 * Looks around on the workstation while somebody reads: at processes, titles of windows and files.
 * What is planted there is found, so that the looking itself is known to work.
 */
async function nothingTells(app, elsewhere, { tokens, since, but }) {
  const title = await app.browser.getTitle();
  const family = HAS_PROCESSES ? familyOf(app.pid) : [];
  const look = () => [
    ...inTitles(tokens, [title, ...windowTitles()]),
    ...inFiles(elsewhere.home, tokens),
    ...inNewTemporary(since, tokens, but),
    ...inProcesses(family, tokens),
  ];
  assert.deepEqual(look(), []);
  if (HAS_PROCESSES) assert.ok(2 < family.length, `only processes ${family} were looked at`);

  const planted = join(elsewhere.place("tmp"), "planted");
  writeFileSync(planted, `a word of ${tokens[0]} in passing`);
  assert.deepEqual(look(), [`${planted}: ${tokens[0]}`]);
  rmSync(planted);
}
