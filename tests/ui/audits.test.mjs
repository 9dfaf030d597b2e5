// What a container tells, in the real window: two sets that show the same kind of thing and differ
// in one attribute of their files fail the audit by its name, are mended, pass, and are locked. Two
// that differ in nothing pass at once.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { colorJpeg, colorPng, ecgFolder, folderOf, grayPng, texture } from "./made.mjs";
import { importSet, newProject } from "./project.mjs";
import { shoot } from "./shot.mjs";
import {
  chooseSeed,
  chooseSides,
  chooseSize,
  createDraft,
  lock,
  mend,
  openSetup,
} from "./study.mjs";
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
