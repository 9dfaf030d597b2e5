// The system's own folder dialog, by the keys a person would press.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { shoot } from "./shot.mjs";
import { until } from "./until.mjs";

const run = promisify(execFile);

async function xdotool(...words) {
  const { stdout } = await run("xdotool", words);
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
  await xdotool("key", "ctrl+l");
  await pause(400); // GTK swaps the path bar for a text field
  await xdotool("key", "ctrl+a"); // of a suggested name, it leaves the ending unselected
  await type(path);
  await pause(400); // the completion settles
  await shoot("dialog");
  await until("the folder is taken", async () => {
    // The first Return may only take the completion.
    await xdotool("key", "Return");
    return gone(dialog);
  });
}

/** Closes the open dialog with this title without choosing anything. */
export async function cancelDialog(title) {
  const dialog = await until(`the dialog "${title}"`, () => find(title));
  await xdotool("windowfocus", "--sync", dialog);
  await xdotool("key", "Escape");
  await until("the dialog is closed", () => gone(dialog));
}

/**
 * Types a text into a field of GTK.
 *
 * A letter that is on no key of the display's keyboard is entered by its number, as GTK offers it:
 * a key lent to it for the time of a press is overlooked by a busy program.
 */
async function type(text) {
  for (const run of text.match(/[ -~]+|[^ -~]/gu) ?? []) {
    if (/^[ -~]/.test(run)) await xdotool("type", "--delay", "15", run);
    else
      await xdotool(
        "key",
        "--delay",
        "40",
        "ctrl+shift+u",
        ...run.codePointAt(0).toString(16),
        "space",
      );
  }
}

/** The dialog's window; xdotool fails when there is none. */
async function find(title) {
  const exact = `^${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
  return (await xdotool("search", "--onlyvisible", "--name", exact)).split("\n").at(-1);
}

async function gone(dialog) {
  for (let look = 0; look < 40; look += 1) {
    await pause(75);
    const visible = await xdotool("search", "--onlyvisible", "--name", ".").catch(() => "");
    if (!visible.split("\n").includes(dialog)) return true;
  }
  return false;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
