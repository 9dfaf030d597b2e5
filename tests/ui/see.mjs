// Finds what a person would find: by role and name, and only what can be seen.
import { Key } from "webdriverio";
import { until } from "./until.mjs";

/**
 * Returns the element with a role and a name once it can be seen.
 *
 * A name that is a text has to be the whole name; a pattern may be a part.
 */
export function see(browser, role, name, options) {
  return until(
    `a ${role} named ${name}`,
    async () => {
      const found = await look(browser, role, name);
      return found && browser.$(found);
    },
    options,
  );
}

/** Returns whether something with this role and name can be seen now. */
export async function sees(browser, role, name) {
  return Boolean(await look(browser, role, name));
}

/** Returns the control with a test id once it can be seen. */
export function seeControl(browser, id, options) {
  return until(
    `the control ${id}`,
    async () => {
      const found = await browser.$(`[data-testid="${id}"]`);
      return (await found.isExisting()) && (await found.isDisplayed()) && found;
    },
    options,
  );
}

/** Whether there is a control with a test id, seen or not. */
export function isThere(browser, id) {
  return browser.execute(
    (name) => document.querySelector(`[data-testid="${name}"]`) !== null,
    id,
  );
}

/** What can be read of the control with a test id. */
export async function textOf(browser, id) {
  // The driver's own reading finds nothing in some buttons.
  const control = await seeControl(browser, id);
  return (await browser.execute((element) => element.innerText, control)).trim();
}

/** Presses the control with a test id. */
export async function pressControl(browser, id, options) {
  await press(browser, await seeControl(browser, id, options));
}

/**
 * Presses an element once it can be pressed and stands still.
 *
 * What arrives late pushes what is below it away, and a click lands where the
 * element was: on its neighbour, or on nothing.
 */
export async function press(browser, element) {
  let before;
  await until("the element stands still", async () => {
    const now = await browser.execute(placeOf, element);
    const still = now !== null && now === before;
    before = now;
    return still;
  });
  await element.click();
}

/** Runs in the page: where something is that can be pressed there. */
function placeOf(element) {
  // What a bar at the edge of the page lies over is scrolled on to the middle.
  for (const block of ["nearest", "center"]) {
    element.scrollIntoView({ block, behavior: "instant" });
    const { x, y, width, height } = element.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    const isFree = !element.disabled && (element.contains(top) || top?.contains(element));
    if (isFree) return [x, y, width, height].join(" ");
  }
  return null;
}

/**
 * Types a number in the place of the one that a field has, as a person does.
 *
 * The driver's own way empties the field and leaves it; a field that has to have a number has its last
 * one back by then, and what is typed would stand behind it.
 */
export async function typeNumber(browser, element, number) {
  await press(browser, element);
  await browser.keys([Key.Ctrl, "a"]);
  await browser.keys(Key.Backspace);
  await element.addValue(String(number));
  await until(`${number} stands in the field`, async () => {
    return (await element.getValue()).replaceAll(/\D/g, "") === String(number);
  });
}

/** Waits until a text can be read somewhere on the page. */
export function read(browser, text, options) {
  return until(
    `the text ${text}`,
    async () => {
      const page = await browser.execute(() => document.body.innerText);
      return text instanceof RegExp ? text.test(page) : page.includes(text);
    },
    options,
  );
}

function look(browser, role, name) {
  const pattern = name instanceof RegExp ? name.source : null;
  return browser.execute(findIn, role, pattern ?? name, pattern !== null);
}

/** Runs in the page. */
function findIn(role, name, isPattern) {
  const tags = {
    alert: "[role=alert]",
    button: "button, [role=button], input[type=submit]",
    checkbox: "input[type=checkbox], [role=checkbox]",
    dialog: "dialog, [role=dialog]",
    heading: "h1, h2, h3, [role=heading]",
    link: "a[href], [role=link]",
    main: "main, [role=main]",
    menuitem: "[role=menuitem]",
    radio: "input[type=radio], [role=radio]",
    row: "tr, [role=row]",
    spinbutton: "input[type=number], input[inputmode=numeric], [role=spinbutton]",
    textbox: "input:not([type]), input[type=text], textarea, [role=textbox]",
  };
  const flat = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const nameOf = (element) => {
    const by = element.getAttribute("aria-labelledby");
    if (by)
      return flat(
        by
          .split(/\s+/)
          .map((id) => document.getElementById(id)?.textContent)
          .join(" "),
      );
    const label = element.getAttribute("aria-label");
    if (label) return flat(label);
    if (element.labels?.length)
      return flat([...element.labels].map((one) => one.textContent).join(" "));
    return flat(element.innerText ?? element.textContent) || flat(element.title);
  };
  const fits = (element) => {
    const own = nameOf(element);
    return isPattern ? new RegExp(name).test(own) : own === name;
  };
  // A choice drawn by its label is itself transparent: then the label has to be seen.
  const seen = (element) => {
    const shown = element.labels?.[0] ?? element;
    return !shown.closest("[inert]") && shown.checkVisibility({ visibilityProperty: true });
  };
  const all = [...document.querySelectorAll(tags[role] ?? `[role=${role}]`)];
  return all.find((element) => seen(element) && fits(element)) ?? null;
}

/** Whether a control is there and cannot be used. */
export function isDisabled(browser, id) {
  return browser.execute(
    (name) => document.querySelector(`[data-testid="${name}"]`)?.disabled === true,
    id,
  );
}
