// The reading room, by keyboard alone.
import { Key } from "webdriverio";
import { pressControl, see, seeControl, sees, typeNumber } from "./see.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

/** The title of the reader's window, which is the same whoever reads whatever. */
const READER_WINDOW = "Touchstone – reading";

/** Sets a study of one question up, with so many cases on each side. */
export async function setUpStudy(browser, n) {
  await pressControl(browser, "protocol-quick");
  for (const side of ["n-real", "n-synthetic"]) {
    await typeNumber(browser, await seeControl(browser, side), n);
  }
}

/** Makes a draft of the study that is set up, and locks it once its audit is there. */
export async function createStudy(browser) {
  await pressControl(browser, "create-study");
  await seeControl(browser, "audit-verdict", { timeout: 120_000 });
  const tells = await browser.execute(
    () => document.querySelector("[data-testid=lock-study]")?.disabled === true,
  );
  if (tells) await pressControl(browser, "mend");
  await until(
    "it can be locked",
    () =>
      browser.execute(
        () => document.querySelector("[data-testid=lock-study]")?.disabled === false,
      ),
    { timeout: 120_000 },
  );
  await pressControl(browser, "lock-study");
  await until("the study is locked", () =>
    browser.execute(() => document.querySelector("[data-testid=readers-table]") !== null),
  );
}

/** Opens the reading room. The click is the page's own: the driver's waits for a window that hides. */
export async function openRoomOf(browser, code) {
  const button = await seeControl(browser, `open-room-${code}`);
  await browser.execute((element) => element.click(), button);
}

/** Turns to the reader's window, and waits for what is said before the first case. */
export async function toRoom(app) {
  await app.toWindow(READER_WINDOW);
  await see(app.browser, "heading", word("reading", "start.heading"));
}

/** Closes the room from its last page, and turns back to the window behind it. */
export async function leaveRoom(app) {
  const { browser } = app;
  // The window is gone before the key comes up again, and the driver minds.
  await browser.keys("Enter").catch(() => undefined);
  await until("the room is closed", async () => (await browser.getWindowHandles()).length === 1);
  await browser.switchToWindow((await browser.getWindowHandles())[0]);
}

/** Begins from the page before the first case, or goes on from a pause. */
export async function begin(browser, number, total) {
  await browser.keys("Enter");
  await onCase(browser, number, total);
}

/** Waits until the case with this number can be answered. */
export async function onCase(browser, number, total) {
  await see(browser, "main", word("reading", "case.progress", { number, total }));
  await until(`case ${number} is painted`, () =>
    browser.execute(() => {
      const choices = [...document.querySelectorAll("input[type=radio]")];
      return 0 < choices.length && choices.every((choice) => !choice.disabled);
    }),
  );
}

/** Presses what a reader would: a note when there is one, then the steps, the last one stands. */
export async function answer(browser, { steps, note, isWritten = false }) {
  if (note && !isWritten) {
    await browser.keys("n");
    const text = await see(browser, "textbox", /./);
    await text.addValue(note);
    await browser.keys(Key.Escape);
    await until("the note is closed", async () => !(await sees(browser, "textbox", /./)));
  }
  for (const step of steps) await browser.keys(String(step));
  await until("the choice can be seen", () =>
    browser.execute(
      (score) => document.querySelector("input[type=radio]:checked")?.value === score,
      String(steps.at(-1)),
    ),
  );
  await browser.keys(Key.Enter);
}

/** Whether the middle of the picture has light and dark: it is painted, and not one colour. */
export function isPainted(browser) {
  return browser.execute(() => {
    const canvas = document.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!context) return false;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const levels = new Set();
    for (let at = 0; at < data.length; at += 4 * 997) levels.add(data[at]);
    return 8 < levels.size;
  });
}
