// What a coordinator does to a study in the window.
import { chooseFolder } from "./dialog.mjs";
import { isThere, pressControl, read, see, seeControl, textOf, typeNumber } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

/** Opens the page that sets a study up. */
export async function openSetup(browser, name) {
  await pressControl(browser, "rail-study");
  await pressControl(browser, "new-study");
  await (await seeControl(browser, "study-name")).setValue(name);
}

/** Chooses the real set and the synthetic ones, by their names. */
export async function chooseSides(browser, real, synthetic) {
  const choice = await see(browser, "radio", real);
  await browser.execute((radio) => radio.click(), choice);
  await until("the real set is chosen", () => isOn(browser, "radio", real));
  for (;;) {
    const wrong = await browser.execute((wanted) => {
      const boxes = [...document.querySelectorAll("fieldset input[type=checkbox]")];
      const off = boxes.filter((box) => box.checked !== wanted.includes(box.ariaLabel));
      off[0]?.click();
      return off.length;
    }, synthetic);
    if (wrong === 0) break;
  }
  for (const name of synthetic) {
    await until(`${name} is chosen`, () => isOn(browser, "checkbox", name));
  }
}

/** Chooses a protocol, and as many cases of each side. */
export async function chooseSize(browser, protocol, { real, synthetic }) {
  await pressControl(browser, `protocol-${protocol}`);
  for (const [side, n] of Object.entries({ "n-real": real, "n-synthetic": synthetic })) {
    await typeNumber(browser, await seeControl(browser, side), n);
  }
}

/** Types a seed, so that a test sees the same cases and the same audit each time. */
export async function chooseSeed(browser, seed) {
  await pressControl(browser, "more");
  await typeNumber(browser, await see(browser, "textbox", word("ui", "study.seed")), seed);
}

/** Makes the draft, and returns what its audit says once it is there. */
export async function createDraft(browser) {
  await pressControl(browser, "create-study");
  const problem = await until(
    "the draft, or why there is none",
    () =>
      browser.execute(() => {
        if (document.querySelector("[data-testid=lock-study]")) return " ";
        return document.querySelector("form [role=alert]")?.innerText;
      }),
    { timeout: 60_000 },
  );
  if (problem !== " ") throw new Error(`no draft was made: ${problem}`);
  return audited(browser);
}

/** Returns what the audit of the open draft says, once it is there. */
export async function audited(browser) {
  await seeControl(browser, "audit-verdict", { timeout: 120_000 });
  return browser.execute(() => {
    const verdict = document.querySelector("[data-testid=audit-verdict]");
    const rows = [...document.querySelectorAll("section tr[data-tells]")];
    return {
      verdict: verdict.dataset.verdict,
      sentence: verdict.innerText.trim(),
      // What must not tell stands in the first table; the others are folded.
      telling: rows.map((row) => row.cells[0].innerText),
      canMend: document.querySelector("[data-testid=mend]") !== null,
      mended: [...document.querySelectorAll("[data-testid=mended] li")].map((li) => li.innerText),
      canLock: !document.querySelector("[data-testid=lock-study]").disabled,
    };
  });
}

/** Presses what mends both sources, and returns what the audit says then. */
export async function mend(browser) {
  await pressControl(browser, "mend");
  await until(
    "both sources are mended",
    () => browser.execute(() => document.querySelector("[data-testid=mended]") !== null),
    { timeout: 180_000 },
  );
  return audited(browser);
}

/** Locks the open draft, and waits for its readers. */
export async function lock(browser) {
  await pressControl(browser, "lock-study");
  await seeControl(browser, "readers-table", { timeout: 60_000 });
  await read(browser, word("ui", "study.is.locked"));
}

/** Packs the open study into a folder, for whoever knows the words. */
export async function pack(browser, words, folder) {
  await pressControl(browser, "pack-study");
  await (await seeControl(browser, "passphrase")).setValue(words);
  await (await seeControl(browser, "passphrase-again")).setValue(words);
  await shoot("study-pack");
  await pressControl(browser, "confirm-pack");
  await chooseFolder(word("app", "dialog.packFolder"), folder);
  await seeControl(browser, "packed", { timeout: 120_000 });
  await shoot("study-packed");
  await pressControl(browser, "packed-close");
}

/** Opens a pack on the first page of a workstation, and waits for the line of its reader. */
export async function openPack(browser, words, file, reader) {
  await pressControl(browser, "open-pack");
  await (await seeControl(browser, "pack-passphrase")).setValue(words);
  await pressControl(browser, "choose-pack");
  await chooseFolder(word("app", "dialog.choosePack"), file);
  await seeControl(browser, `open-room-${reader}`, { timeout: 120_000 });
}

/** Seals what a reader answered at a workstation, into a file. */
export async function sealSession(browser, reader, words, file) {
  await pressControl(browser, `seal-${reader}`);
  await (await seeControl(browser, "passphrase")).setValue(words);
  await pressControl(browser, "confirm-seal");
  await chooseFolder(word("app", "dialog.saveSession"), file);
  await seeControl(browser, "sealed", { timeout: 60_000 });
}

/** Merges a sealed session into the open study. */
export async function mergeSession(browser, file) {
  await pressControl(browser, "merge-sessions");
  await chooseFolder(word("app", "dialog.chooseSessions"), file);
  await seeControl(browser, "merged", { timeout: 60_000 });
}

/** Takes the open study one state further, with a reason and its name where they are asked for. */
export async function advance(browser, state, { name, reason }) {
  await pressControl(browser, `advance-${state}`);
  await seeControl(browser, "confirm");
  if (await isThere(browser, "reason")) await (await seeControl(browser, "reason")).setValue(reason);
  if (state === "unblinded") await (await seeControl(browser, "confirm-name")).setValue(name);
  await shoot(`study-${state}`);
  await pressControl(browser, "confirm");
  const said = word("ui", `study.is.${state}`);
  await until(`the study is ${state}`, async () => {
    return (await textOf(browser, "study-state")).includes(said);
  });
}

function isOn(browser, type, name) {
  return browser.execute(
    (kind, wanted) =>
      [...document.querySelectorAll(`fieldset input[type=${kind}]`)].some(
        (input) => input.ariaLabel === wanted && input.checked,
      ),
    type,
    name,
  );
}
