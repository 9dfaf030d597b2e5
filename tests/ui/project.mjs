// What is done to a project in the window: it is made, and sets are imported.
import { chooseFolder } from "./dialog.mjs";
import { pressControl, see, seeControl } from "./see.mjs";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

/** Makes a project in a folder of the system's dialog. */
export async function newProject(browser, name, folder) {
  await pressControl(browser, "new-project");
  await (await seeControl(browser, "project-name")).setValue(name);
  await pressControl(browser, "create-project");
  await chooseFolder(word("app", "dialog.newProject"), folder);
  await seeControl(browser, "rail-samples");
}

/** Opens a project that was open before, from the list on the first page. */
export async function openRecent(browser, name) {
  const recent = await see(browser, "button", new RegExp(`^${name}`));
  await browser.execute((button) => button.click(), recent);
  await seeControl(browser, "rail-study");
}

/**
 * Imports a folder, or a file, as a set of `n` samples; `columns` names the column that a patient,
 * stratum or diagnosis is read from.
 */
export async function importSet(browser, { folder, file, n, name, arm, generator, columns = {} }) {
  await pressControl(browser, "rail-samples");
  await pressControl(browser, file ? "import-files" : "import-folder");
  const title = file ? "dialog.importFiles" : "dialog.importFolder";
  await chooseFolder(word("app", title), file ?? folder);
  await (await seeControl(browser, "set-name")).setValue(name);
  await pressControl(browser, `arm-${arm}`);
  if (generator) await (await seeControl(browser, "set-generator")).setValue(generator);
  for (const [known, column] of Object.entries(columns)) {
    await choose(browser, `${known}-source`, word("ui", `import.from.${known}.column`));
    await choose(browser, `${known}-column`, column);
  }
  await shoot(`import-${arm}`);
  await pressControl(browser, "start-import");
  await see(browser, "row", new RegExp(`${name}.* ${n} `), { timeout: 90_000 });
  await until("the import is done", () => noJobRuns(browser), { timeout: 90_000 });
}

/** Chooses one of a list that opens at a control. */
async function choose(browser, id, option) {
  await pressControl(browser, id);
  const list = await until(`the list of ${id} is open`, () =>
    browser.execute(
      (control) => document.querySelector(`[data-testid="${control}"]`).getAttribute("aria-controls"),
      id,
    ),
  );
  const choice = await browser.$(`//*[@id='${list}']//*[@role='option'][normalize-space()='${option}']`);
  await choice.waitForDisplayed();
  await choice.click();
  await until(`${option} is chosen`, () =>
    browser.execute((control, wanted) => {
      const { value, ariaExpanded } = document.querySelector(`[data-testid="${control}"]`);
      return value === wanted && ariaExpanded !== "true";
    }, id, option),
  );
}

/** Whether nothing runs in the background. */
export function noJobRuns(browser) {
  return browser.execute(
    () => !document.querySelector('[data-testid^="job-"][data-state="running"]'),
  );
}
