// What a container tells, in the real window: two sets that show the same kind of thing and differ
// in one attribute of their files fail the audit by its name, are mended, pass, and are locked. Two
// that differ in nothing pass at once.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Key } from "webdriverio";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { colorJpeg, colorPng, ecgFolder, folderOf, grayPng, texture } from "./made.mjs";
import { importSet, newProject } from "./project.mjs";
import { isThere, pressControl, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import {
  audited,
  chooseSeed,
  chooseSides,
  chooseSize,
  createDraft,
  lock,
  mend,
  openSetup,
} from "./study.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

/** Cases of each side: enough for the audit to find what only one side has. */
const N = 24;
const SEED = 2;

const title = (attribute) => word("blinding", `attribute.${attribute}.title`);

/** Each leak: how both sets are made, what has to tell, and what has to be done to both. */
const LEAKS = [
  {
    leak: "PNG against JPEG",
    real: { set: "png", make: (at) => colorPng(texture(1000 + at, 128), 128), ending: "png" },
    synthetic: {
      set: "jpeg",
      make: (at) => colorJpeg(texture(2000 + at, 128), 128, 85),
      ending: "jpg",
    },
    tells: ["blockiness", "frequencies_gone", "compression"],
    mends: ["lossy"],
  },
  {
    leak: "512 against 500 pixels",
    real: { set: "wide", make: (at) => grayPng(texture(3000 + at, 512), 512), ending: "png" },
    synthetic: {
      set: "narrow",
      make: (at) => grayPng(texture(4000 + at, 500), 500),
      ending: "png",
    },
    tells: ["width", "height"],
    mends: ["resample"],
  },
  {
    leak: "16 bits against 8",
    real: { set: "deep", make: (at) => grayPng(texture(5000 + at, 128), 128, 16), ending: "png" },
    synthetic: {
      set: "shallow",
      make: (at) => grayPng(texture(6000 + at, 128), 128, 8),
      ending: "png",
    },
    tells: ["bits", "gray_step"],
    mends: ["requantise"],
  },
  {
    leak: "500 against 360 Hertz",
    real: { set: "fast", records: { seed: 7000, rate: 500 } },
    synthetic: { set: "slow", records: { seed: 8000, rate: 360 } },
    tells: ["rate"],
    mends: ["rate"],
  },
];

const desk = freshDesk();
let app;

after(async () => {
  await app?.close();
  desk.clear();
});

test("a project is made", async () => {
  app = await startApp(desk);
  await newProject(app.browser, "Containers", desk.home);
});

for (const { leak, real, synthetic, tells, mends } of LEAKS) {
  test(`${leak}: the audit fails by it, and passes once both are mended`, {
    timeout: 180_000,
  }, () =>
    shown(async () => {
      const { browser } = app;
      const found = await draftOf(browser, leak, { real, synthetic });
      await shoot(`audit-fails-${real.set}`);
      assert.equal(found.verdict, "fail", found.sentence);
      assert.equal(found.canLock, false);
      for (const attribute of tells.map(title)) {
        assert.ok(found.sentence.includes(attribute), `${attribute}: ${found.sentence}`);
        assert.ok(found.telling.includes(attribute), `${attribute} does not tell`);
      }

      const after = await mend(browser);
      await shoot(`audit-passes-${real.set}`);
      assert.notEqual(after.verdict, "fail", after.sentence);
      assert.deepEqual(after.telling, []);
      for (const step of mends.map((mend) => word("blinding", `mend.${mend}.title`))) {
        assert.ok(after.mended.includes(step), `${step}: ${after.mended}`);
      }
      assert.equal(after.canLock, true);
      await lock(browser);
    }));
}

test("letters that were burnt into one source are covered in both", { timeout: 180_000 }, () =>
  shown(async () => {
    const { browser } = app;
    const labelled = (at) => grayPng(withLetters(texture(11_000 + at, 128), 128), 128);
    const found = await draftOf(browser, "Letters", {
      real: { set: "bare", make: (at) => grayPng(texture(10_000 + at, 128), 128), ending: "png" },
      synthetic: { set: "lettered", make: labelled, ending: "png" },
    });
    assert.equal(found.verdict, "fail", found.sentence);

    await pressControl(browser, "mask");
    await seeControl(browser, "mask-picture-synthetic", { timeout: 60_000 });
    await until("both sources are laid over each other", () => browser.execute(bothAreSeen));
    await shoot("mask-empty");
    // By keyboard: a part is added in the middle, moved into the corner, and made wider.
    await browser.keys(Key.Enter);
    await seeControl(browser, "mask-part-1");
    await pressTogether(browser, [Key.Shift], Key.ArrowLeft, 6);
    await pressTogether(browser, [Key.Shift], Key.ArrowUp, 6);
    await pressTogether(browser, [Key.Shift, Key.Alt], Key.ArrowRight, 2);
    await until("the part is where the letters are", async () => {
      const part = await browser.$("[data-testid=mask-part-1]");
      const named = await part.getAttribute("aria-label");
      const place = { number: 1, left: 0, top: 0, width: 41, height: 21 };
      return named === word("ui", "study.mask.partAt", place);
    });
    // By pointer: another one is drawn on the picture of the other source.
    const picture = await seeControl(browser, "mask-picture-synthetic");
    await browser
      .action("pointer")
      .move({ origin: picture, x: 60, y: 90 })
      .down()
      .move({ origin: picture, x: 90, y: 110, duration: 100 })
      .move({ origin: picture, x: 120, y: 120, duration: 100 })
      .up()
      .perform();
    await seeControl(browser, "mask-part-2");
    await shoot("mask-drawn");
    await pressControl(browser, "mask-send");
    await until("the dialog is gone", async () => !(await isThere(browser, "mask-send")), {
      timeout: 60_000,
    });
    const after = await audited(browser);
    await shoot("mask-covered");
    assert.ok(after.mended.includes(word("app", "audit.masked_other", { count: 2 })), after.mended);
    assert.notEqual(after.verdict, "fail", after.sentence);
    await lock(browser);
  }));

test("sets that differ in nothing pass at once", { timeout: 180_000 }, () =>
  shown(async () => {
    const { browser } = app;
    const png = (seed) => ({ make: (at) => colorPng(texture(seed + at, 128), 128), ending: "png" });
    const found = await draftOf(browser, "Alike", {
      real: { set: "one", ...png(9000) },
      synthetic: { set: "other", ...png(9500) },
    });
    assert.notEqual(found.verdict, "fail", found.sentence);
    assert.deepEqual([found.telling, found.mended], [[], []]);
    assert.equal(found.canLock, true);
    await lock(browser);
  }));

/** Runs in the page: whether both pictures are there. */
function bothAreSeen() {
  const pictures = [...document.querySelectorAll("[data-testid^=mask-picture] img")];
  return pictures.length === 2 && pictures.every((picture) => picture.naturalWidth > 0);
}

/** Presses a key a few times while others are held. */
async function pressTogether(browser, held, key, times) {
  const hands = browser.action("key");
  for (const one of held) hands.down(one);
  for (let time = 0; time < times; time += 1) hands.down(key).up(key);
  for (const one of held) hands.up(one);
  await hands.perform();
}

/** The picture with two bright letters in its upper left corner. */
function withLetters(values, size) {
  const letters = ["01110 111", "10001 010", "10001 010", "11111 010", "10001 010", "10001 111"];
  letters.forEach((line, y) => {
    for (let at = 0; at < 4 * line.length; at += 1) {
      const [column, row] = [at % (2 * line.length), at < 2 * line.length ? 0 : 1];
      if (line[Math.floor(column / 2)] === "1") {
        values[(4 + 2 * y + row) * size + 6 + column] = 1;
      }
    }
  });
  return values;
}

/** Imports both sets, makes a draft of all their cases, and returns what its audit says. */
async function draftOf(browser, name, { real, synthetic }) {
  for (const [arm, side] of Object.entries({ real, synthetic })) {
    await importSet(browser, { folder: folderFor(side), n: N, name: side.set, arm });
  }
  await openSetup(browser, name);
  await chooseSides(browser, real.set, [synthetic.set]);
  await chooseSize(browser, "quick", { real: N, synthetic: N });
  await chooseSeed(browser, SEED);
  return createDraft(browser);
}

/** Does it, and leaves a picture of what there was when it fails. */
async function shown(work) {
  try {
    await work();
  } catch (problem) {
    await shoot("failed").catch(() => undefined);
    throw problem;
  }
}

/** Makes the files of one side, and returns their folder. */
function folderFor({ set, make, ending, records }) {
  const data = desk.place("data");
  if (records) return ecgFolder(data, set, N, records.seed, records);
  return folderOf(data, set, N, ending, make);
}
