// The tour of the demo as somebody takes it who starts the program for the first time.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { startApp } from "./app.mjs";
import { readCsv } from "./csv.mjs";
import { freshDesk } from "./desk.mjs";
import {
  answer,
  begin,
  createStudy,
  isPainted,
  onCase,
  openRoomOf,
  setUpStudy,
  toRoom,
} from "./reader.mjs";
import { press, pressControl, read, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const CASES = 12;
const desk = freshDesk();
let app;

after(async () => {
  await app?.close();
  desk.clear();
});

test("a newcomer takes the tour, from the first start to a report", {
  timeout: 600_000,
}, async (tour) => {
  let broken = null;
  const began = Date.now();
  /** One of the five steps: its words are on the screen, then it is done, then Next. */
  const stop = (name, work) =>
    tour.test(name, { skip: broken ? `after: ${broken}` : false }, async () => {
      try {
        await read(app.browser, word("ui", `tour.${name}.title`), { timeout: 90_000 });
        await work(app.browser);
        await shoot(`tour-${name}`);
        await pressControl(app.browser, "tour-next");
        tour.diagnostic(`${name}: ${((Date.now() - began) / 1000).toFixed(1)} s after the start`);
      } catch (problem) {
        broken = name;
        await shoot("failed").catch(() => undefined);
        throw problem;
      }
    });

  app = await startApp(desk);
  await read(app.browser, word("ui", "start.tour.title"));
  await shoot("tour-start");
  await pressControl(app.browser, "take-tour");

  await stop("look", async (browser) => {
    for (const set of ["slices", "beats", "patients", "slicesMade", "beatsMade", "patientsMade"]) {
      await read(browser, word("app", `demo.${set}`));
    }
    await shoot("tour-sets");
  });

  await stop("measure", async (browser) => {
    const start = await seeControl(browser, "start-measure");
    await shoot("tour-measure-setup");
    await press(browser, start);
    await see(browser, "heading", word("ui", "measure.says"), { timeout: 180_000 });
    await seeControl(browser, "to-study", { timeout: 180_000 });
    await read(browser, word("ui", "tour.done"), { timeout: 180_000 });
  });

  await stop("understand", async (browser) => {
    await see(browser, "heading", word("ui", "measure.says"));
  });

  await stop("read", async (browser) => {
    await setUpStudy(browser, CASES / 2);
    await createStudy(browser);
    await openRoomOf(browser, "R1");
    await toRoom(app);
    await begin(browser, 1, CASES);
    for (let number = 1; number <= CASES; number += 1) {
      await onCase(browser, number, CASES);
      if (number === 1) {
        await until("the case is painted", () => isPainted(browser));
        await shoot("tour-case");
      }
      await answer(browser, { steps: [1 + (number % 6)] });
    }
    await see(browser, "heading", word("reading", "done.heading"));
    // The window is gone before the key comes up again, and the driver minds.
    await browser.keys("Enter").catch(() => undefined);
    await until("the room is closed", async () => (await browser.getWindowHandles()).length === 1);
    await browser.switchToWindow((await browser.getWindowHandles())[0]);
    await pressControl(browser, "take-back");
  });

  await stop("export", async (browser) => {
    await pressControl(browser, "write-export");
    await until("the export is there", () => exported().length > 0, { timeout: 60_000 });
    await read(browser, word("ui", "tour.done"), { timeout: 60_000 });
  });

  await tour.test("what it leaves is a report with the answers", async () => {
    const [folder] = exported();
    const answers = readCsv(readFileSync(join(folder, "answers.csv"), "utf8"));
    assert.equal(answers.filter(({ question_id: id }) => id === "q_real").length, CASES);
    assert.match(readFileSync(join(folder, "report.html"), "utf8"), /PCA-Gaussian/);
  });
});

/** The folders of the demo project's exports. */
function exported() {
  const found = readdirSync(desk.home, { recursive: true }).filter((path) =>
    /exports\/[^/]+\/report\.html$/.test(path),
  );
  return found.map((path) => join(desk.home, path, ".."));
}
