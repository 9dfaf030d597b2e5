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

/** Imports a folder, or a file, as a set of `n` samples. */
export async function importSet(browser, { folder, file, n, name, arm, generator }) {
  await pressControl(browser, "rail-samples");
  await pressControl(browser, file ? "import-files" : "import-folder");
  const title = file ? "dialog.importFiles" : "dialog.importFolder";
  await chooseFolder(word("app", title), file ?? folder);
  await (await seeControl(browser, "set-name")).setValue(name);
  await pressControl(browser, `arm-${arm}`);
  if (generator) await (await seeControl(browser, "set-generator")).setValue(generator);
  await shoot(`import-${arm}`);
  await pressControl(browser, "start-import");
  await see(browser, "row", new RegExp(`${name}.* ${n} `), { timeout: 90_000 });
  await until("the import is done", () => noJobRuns(browser), { timeout: 90_000 });
}

/** Whether nothing runs in the background. */
export function noJobRuns(browser) {
  return browser.execute(
    () => !document.querySelector('[data-testid^="job-"][data-state="running"]'),
  );
}
