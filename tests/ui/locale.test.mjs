// A system without a language must not leave the window white.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startApp } from "./app.mjs";
import { freshDesk } from "./desk.mjs";
import { pressControl, read, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { word } from "./words.mjs";

for (const [name, locale] of [
  ["LANG=C", "C"],
  ["no LANG at all", ""],
]) {
  test(`the window opens and works with ${name}`, { timeout: 120_000 }, async () => {
    const desk = freshDesk({ locale });
    let app;
    try {
      app = await startApp(desk);
      const { browser } = app;
      await see(browser, "heading", word("ui", "product"));
      await shoot(locale ? "locale-c" : "locale-unset");
      // Numbers and dates are what a nameless language breaks.
      await pressControl(browser, "open-demo");
      await seeControl(browser, "rail-samples", { timeout: 60_000 });
      await read(browser, /\d/);
      const tag = await browser.execute(() => navigator.language);
      assert.doesNotThrow(() => new Intl.NumberFormat(tag), `the page's language is "${tag}"`);
    } catch (problem) {
      await shoot("failed");
      throw problem;
    } finally {
      await app?.close();
      desk.clear();
    }
  });
}
