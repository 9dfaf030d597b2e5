// The system's own folder dialog, by the keys a person would press.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";

const run = promisify(execFile);

async function xdotool(...words) {
  // Umlauts are typed only where the locale knows them.
  const { stdout } = await run("xdotool", words, { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  return stdout.trim();
}

/** Chooses a folder in the open dialog with this title. */
export async function chooseFolder(title, path) {
  const dialog = await until(`the dialog "${title}"`, () => find(title));
  await xdotool("windowfocus", "--sync", dialog);
  await until(
    "the dialog has the keyboard",
    async () => (await xdotool("getwindowfocus")) === dialog,
  );
  await until(
    "the path is typed and taken",
    async () => {
      await xdotool("key", "--window", "0", "ctrl+l");
      await pause(300); // GTK swaps the path bar for a text field
      await xdotool("key", "ctrl+a");
      await xdotool("type", "--delay", "12", path);
      await pause(300); // the completion settles
      await shoot("dialog");
      // The first Return may only take the completion.
      for (let press = 0; press < 3; press += 1) {
        await xdotool("key", "Return");
        if (await gone(dialog)) return true;
      }
      return false;
    },
    { timeout: 30_000 },
  );
}

/** Closes the open dialog with this title without choosing anything. */
export async function cancelDialog(title) {
  const dialog = await until(`the dialog "${title}"`, () => find(title));
  await xdotool("windowfocus", "--sync", dialog);
  await xdotool("key", "Escape");
  await until("the dialog is closed", () => gone(dialog));
}

/** The dialog's window; xdotool fails when there is none. */
async function find(title) {
  const exact = `^${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
  return (await xdotool("search", "--onlyvisible", "--name", exact)).split("\n").at(-1);
}

async function gone(dialog) {
  for (let look = 0; look < 15; look += 1) {
    await pause(60);
    const visible = await xdotool("search", "--onlyvisible", "--name", ".").catch(() => "");
    if (!visible.split("\n").includes(dialog)) return true;
  }
  return false;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
