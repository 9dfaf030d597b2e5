// A measure that asks a network: the file is named in the system's dialog, and its hash stands with the value.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { chooseFolder } from "./dialog.mjs";
import { press, pressControl, read, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const DATA = join(dirname(fileURLToPath(import.meta.url)), "../data/networks");

test("a network is named on the screen and asked", { timeout: 240_000 }, async () => {
  const desk = freshDesk();
  let app;
  try {
    app = await startApp(desk);
    const { browser } = app;
    const pictures = desk.place("pictures");
    copyFileSync(join(DATA, "photo.png"), join(pictures, "photo.png"));
    const network = join(desk.place("networks"), "own.onnx");
    copyFileSync(join(DATA, "clip.onnx"), network);

    await pressControl(browser, "new-project");
    await (await seeControl(browser, "project-name")).setValue("Network");
    await pressControl(browser, "create-project");
    await chooseFolder(word("app", "dialog.newProject"), desk.home);
    await pressControl(browser, "rail-samples");
    await pressControl(browser, "import-folder");
    await chooseFolder(word("app", "dialog.importFolder"), pictures);
    await pressControl(browser, "arm-real");
    await pressControl(browser, "start-import");
    await see(browser, "row", /pictures/, { timeout: 60_000 });

    await pressControl(browser, "rail-measure");
    await pressControl(browser, "new-measure");
    await pressControl(browser, "choose-none");
    const metric = await browser.$('[data-testid="metric-clip_iqa"]');
    await metric.waitForExist();
    await browser.execute((box) => box.click(), metric);
    await chooseFolder(word("app", "dialog.network"), network);
    // That of sha256sum.
    await read(browser, /own\.onnx, SHA-256 e1af2a01a76f/);
    await shoot("measure-network");
    await pressControl(browser, "start-measure");
    await see(browser, "heading", word("ui", "measure.says"), { timeout: 60_000 });
    await press(browser, await see(browser, "button", /^CLIP image quality of /));
    await seeControl(browser, "about-measure");
    await read(browser, /e1af2a01a76ff2b3e57e46d71a959858a57407d6402c0ac481edb1eb39b9f4b5/);
    await shoot("value-network");
    const shown = await until("the value is shown", () =>
      browser.execute(() => /0\.419/.test(document.body.innerText)),
    );
    assert.ok(shown, "the value of onnx's reference evaluator, see photo.py beside the picture");
  } catch (problem) {
    await shoot("failed");
    throw problem;
  } finally {
    await app?.close();
    desk.clear();
  }
});
