// A project gets users and is encrypted: what lies on the disk says nothing any more, whoever signs in
// sees what their role allows, and the printed key opens it again.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Key } from "webdriverio";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { chooseFolder } from "./dialog.mjs";
import { answer, begin, createStudy, onCase, openRoomOf, setUpStudy, toRoom } from "./reader.mjs";
import { leaks } from "./recorded.mjs";
import { isDisabled, pressControl, read, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { stepsOf } from "./steps.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const PROJECT = "Zwetschgen pilot";
const PLANTED = "Zwetschge";
const CASES = 8;
const [ANA, RUI, EVA] = ["Ana Coordinator", "Rui Reader", "Eva Auditor"];
const OF = {
  [ANA]: "four quiet words here",
  [RUI]: "lamp river anvil moss",
  [EVA]: "cloud bread seven kites",
};
const AGAIN = "other words for the key";

const desk = freshDesk();
let app;
let key;

after(async () => {
  await app?.close();
  desk.clear();
});

test("a project is protected, locked, read by who may, and opened by its printed key", {
  timeout: 420_000,
}, async (life) => {
  const step = stepsOf(life, () => app?.browser);

  await step("a project with two tables and a locked study", async () => {
    app = await startApp(desk);
    const { browser } = app;
    const data = desk.place("data");
    writeFileSync(join(data, "ward.csv"), table(0));
    writeFileSync(join(data, "copula.csv"), table(500));
    await pressControl(browser, "new-project");
    await (await seeControl(browser, "project-name")).setValue(PROJECT);
    await pressControl(browser, "create-project");
    await chooseFolder(word("app", "dialog.newProject"), desk.home);
    await seeControl(browser, "rail-samples");
    for (const [name, arm] of [
      ["ward", "real"],
      ["copula", "synthetic"],
    ]) {
      await pressControl(browser, "import-files");
      await chooseFolder(word("app", "dialog.importFiles"), join(data, `${name}.csv`));
      await (await seeControl(browser, "set-name")).setValue(name);
      await pressControl(browser, `arm-${arm}`);
      await pressControl(browser, "start-import");
      await see(browser, "row", new RegExp(name), { timeout: 60_000 });
    }
    await pressControl(browser, "rail-study");
    await pressControl(browser, "new-study");
    await setUpStudy(browser, CASES / 2);
    await createStudy(browser);
    assert.notDeepEqual(holding(PLANTED), [], "what is planted can be found at first");
  });

  await step("it is protected and encrypted, and the key is printed", async (browser) => {
    await pressControl(browser, "project-menu");
    await pressControl(browser, "protection");
    await seeControl(browser, "protect");
    await shoot("protect-none");
    await pressControl(browser, "protect");
    await (await seeControl(browser, "user-name")).setValue(ANA);
    await newPassphrase(browser, OF[ANA]);
    await shoot("protect-form");
    await pressControl(browser, "confirm-protect");
    await seeControl(browser, "recovery-key", { timeout: 60_000 });
    await shoot("protect-key");
    key = await browser.execute(() =>
      [...document.querySelectorAll("[data-testid=recovery-key] li")].map((li) => li.textContent),
    );
    assert.deepEqual(
      key.map((group) => group.length),
      Array(9).fill(4),
    );
    // Nothing leads away before somebody says that they have it.
    await browser.keys([Key.Alt, "1"]);
    await browser.keys(Key.Escape);
    await browser.keys([Key.Ctrl, "l"]);
    assert.equal(await isDisabled(browser, "key-done"), true);
    const page = join(desk.place("out"), "key.pdf");
    await pressControl(browser, "save-recovery");
    await chooseFolder(word("app", "dialog.saveRecovery"), page);
    await read(browser, word("ui", "protect.key.saved"));
    assert.equal(readFileSync(page).subarray(0, 5).toString(), "%PDF-");
    await pressControl(browser, "key-printed");
    await shoot("protect-key-saved");
    await pressControl(browser, "key-done");
    await seeControl(browser, "users");
    await shoot("protect-users");
  });

  await step("nothing of it can be read on the disk", async () => {
    assert.deepEqual(holding(PLANTED), []);
    assert.deepEqual(holding("SQLite format 3"), []);
  });

  await step("a reader and an auditor are added", async (browser) => {
    for (const [name, role] of [
      [RUI, "reader"],
      [EVA, "auditor"],
    ]) {
      await pressControl(browser, "add-user");
      await (await seeControl(browser, "user-name")).setValue(name);
      await pressControl(browser, `role-${role}`);
      await newPassphrase(browser, OF[name]);
      await shoot(`protect-add-${role}`);
      await pressControl(browser, "confirm-add");
      await see(browser, "row", new RegExp(name));
    }
    await shoot("protect-three");
    await browser.execute(() =>
      document.querySelector("[data-testid=checkpoint]").scrollIntoView(),
    );
    await shoot("protect-trail");
    const checkpoint = join(desk.place("out"), "checkpoint.txt");
    await pressControl(browser, "save-checkpoint");
    await chooseFolder(word("app", "dialog.saveCheckpoint"), checkpoint);
    await until("the checkpoint is saved", () => existsSync(checkpoint));
  });

  await step("it is locked by keys, and opened by the right passphrase only", async (browser) => {
    await browser.keys([Key.Ctrl, "l"]);
    await seeControl(browser, "sign-in");
    await until("who was there is chosen, and types at once", () =>
      browser.execute(() => document.activeElement?.dataset.testid === "passphrase"),
    );
    await shoot("unlock");
    await browser.keys("not the right words");
    await browser.keys(Key.Enter);
    await read(browser, word("vault", "wrong_passphrase.message", { user: ANA }));
    await shoot("unlock-wrong");
    await signIn(browser, ANA);
    await seeControl(browser, "users");
  });

  await step("after a new start it asks who is there; a reader finds the desk", async () => {
    await app.close();
    app = await startApp(desk);
    await openRecent(app.browser);
    await seeControl(app.browser, "sign-in");
    await shoot("unlock-cold");
    await signIn(app.browser, RUI);
    await see(app.browser, "heading", word("ui", "desk.hello", { name: RUI }));
    await seeControl(app.browser, "open-room-R1");
    await shoot("desk");
    const page = await app.browser.execute(() => document.documentElement.innerHTML);
    for (const told of [PLANTED, PROJECT, "ward", "copula", "rail-"])
      assert.ok(!page.includes(told), `a reader is not told ${told}`);
  });

  await step("they read their session and finish it", async (browser) => {
    await openRoomOf(browser, "R1");
    await seeControl(browser, "confirm-take");
    await shoot("desk-take");
    const taken = await seeControl(browser, "confirm-take");
    await browser.execute((button) => button.click(), taken);
    await toRoom(app);
    await begin(app.browser, 1, CASES);
    for (let number = 1; number <= CASES; number += 1) {
      await onCase(app.browser, number, CASES);
      await answer(app.browser, { steps: [1 + (number % 6)] });
    }
    await see(app.browser, "heading", word("reading", "done.heading"));
    assert.deepEqual(leaks(desk.recorded, ["ward", "copula", PROJECT, desk.home]), []);
    await app.browser.keys("Enter").catch(() => undefined);
    await until("the room is closed", async () => {
      return (await app.browser.getWindowHandles()).length === 1;
    });
    await app.browser.switchToWindow((await app.browser.getWindowHandles())[0]);
    await seeControl(app.browser, "take-back");
    await shoot("desk-handed");
    await pressControl(app.browser, "take-back");
    await seeControl(app.browser, "finish-R1");
    await shoot("desk-read");
    await pressControl(app.browser, "finish-R1");
    await pressControl(app.browser, "confirm-finish");
    await read(app.browser, word("ui", "desk.sealed"));
    await shoot("desk-finished");
  });

  await step("an auditor looks at everything and changes nothing", async (browser) => {
    await pressControl(browser, "lock");
    await seeControl(browser, "sign-in");
    await signIn(browser, EVA);
    await pressControl(browser, "rail-export");
    await seeControl(browser, "write-export");
    assert.equal(await isDisabled(browser, "write-export"), false);
    assert.equal(await isDisabled(browser, "with-truth"), true);
    await shoot("auditor-export");
    await pressControl(browser, "you");
    await seeControl(browser, "to-protection");
    await shoot("auditor-menu");
    await pressControl(browser, "to-protection");
    await seeControl(browser, "users");
    await shoot("auditor-protection");
  });

  await step("the printed key opens it, and it is decrypted again", async (browser) => {
    await browser.keys([Key.Ctrl, "l"]);
    await pressControl(browser, "use-recovery");
    await (await seeControl(browser, "recovery-key")).setValue(key.join(" ").toLowerCase());
    await newPassphrase(browser, AGAIN);
    await shoot("unlock-recover");
    await pressControl(browser, "recover");
    await seeControl(browser, "users");
    await pressControl(browser, "decrypt");
    await (await seeControl(browser, "your-passphrase")).setValue(AGAIN);
    await shoot("decrypt");
    await pressControl(browser, "confirm-decrypt");
    await seeControl(browser, "encrypt-now", { timeout: 60_000 });
    await shoot("decrypted");
    assert.notDeepEqual(holding(PLANTED), []);
  });
});

async function newPassphrase(browser, passphrase) {
  await (await seeControl(browser, "passphrase")).setValue(passphrase);
  await (await seeControl(browser, "passphrase-again")).setValue(passphrase);
}

async function signIn(browser, name) {
  const choice = await see(browser, "radio", new RegExp(`^${name}`));
  await browser.execute((radio) => radio.click(), choice);
  await (await seeControl(browser, "passphrase")).setValue(OF[name]);
  await browser.keys(Key.Enter);
}

async function openRecent(browser) {
  const recent = await see(browser, "button", new RegExp(`^${PROJECT}`));
  await browser.execute((button) => button.click(), recent);
}

/** The files of the project that hold a text. */
function holding(text) {
  const folder = join(desk.home, PROJECT);
  const wanted = Buffer.from(text);
  return readdirSync(folder, { recursive: true })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => readFileSync(join(folder, name)).includes(wanted));
}

/** A table of patients with a word that can be searched for. */
function table(from) {
  const rows = Array.from({ length: 40 }, (_, at) => {
    const n = from + at;
    const weight = 50 + ((n * 37) % 400) / 7;
    return `${20 + ((n * 13) % 60)},${weight.toFixed(2)},${n % 2 ? PLANTED : "Mirabelle"}`;
  });
  return `age,weight,fruit\n${rows.join("\n")}\n`;
}
