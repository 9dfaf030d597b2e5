// Proof that nothing leaves the machine: the whole job where there is no network, with every socket on record.
//
// The window is the one that is shipped: it cannot be steered, so keys are pressed on the display, and what came of
// them is read from the disk. WebDriver would need a network of its own.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { readCsv } from "./csv.mjs";
import { freshDesk, program, shippedProgram } from "./desk.mjs";
import { shoot } from "./shot.mjs";
import { internetSockets, socketsOf, strangers, traced, withoutNetwork } from "./sockets.mjs";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

const CASES = 12;
const MAIN = `${word("app", "demo.name")} – ${word("ui", "product")}`;
const READING = "Touchstone – reading";

const desk = freshDesk();
const { TAURI_WEBVIEW_AUTOMATION: _, ...env } = desk.startingEnv();
let isolate;

before(() => {
  isolate = withoutNetwork();
});
after(() => desk.clear());

test("a program that reaches for the network, or for who could, is found out", () => {
  const reached = (where) => {
    const trace = join(desk.home, "planted.trace");
    const reach = `require('node:net').connect(${where}).on('error', () => {})`;
    const [command, ...words] = [...isolate, ...traced(trace), process.execPath, "-e", reach];
    spawnSync(command, words, { env, timeout: 60_000 });
    return { internet: internetSockets(trace), strangers: strangers(trace) };
  };
  assert.notDeepEqual(reached("9, '192.0.2.1'").internet, []);
  const resolver = "/run/systemd/resolve/io.systemd.Resolve";
  assert.deepEqual(reached(`'${resolver}'`).strangers, [resolver]);
});

test("there is no network where the programs run", () => {
  const [command, ...words] = [...isolate, "cat", "/proc/net/dev", "/proc/net/route"];
  const told = execFileSync(command, words, { encoding: "utf8" });
  const interfaces = [...told.matchAll(/^\s*(\S+):/gm)].map(([, name]) => name);
  assert.deepEqual(interfaces, ["lo"], "only the loopback, which is down and leads nowhere");
  const [, routes = ""] = told.split(/^Iface.*$/m);
  assert.equal(routes.trim(), "", "no routes");
});

test("the terminal does the main job and opens no internet socket", { timeout: 300_000 }, () => {
  const trace = join(desk.home, "terminal.trace");
  const terminal = join(dirname(program()), "touchstone");
  const folder = join(desk.home, "demo of the terminal");
  const began = Date.now();
  const [command, ...words] = [
    ...isolate,
    ...traced(trace),
    terminal,
    "demo",
    "--json",
    "--out",
    folder,
  ];
  const done = JSON.parse(execFileSync(command, words, { env, encoding: "utf8" }));
  assert.ok(existsSync(done.report));
  assert.equal(done.n_answers, CASES);
  assert.deepEqual(internetSockets(trace), []);
  assert.deepEqual(strangers(trace), []);
  console.log(`the terminal's demo: ${seconds(began)} s`);
});

test("the shipped window does the main job and opens no internet socket", {
  timeout: 420_000,
}, async (journey) => {
  const trace = join(desk.home, "window.trace");
  const began = Date.now();
  const [command, ...words] = [
    ...isolate,
    "dbus-run-session",
    "--",
    ...traced(trace),
    shippedProgram(),
    "--demo",
  ];
  const app = spawn(command, words, { env, stdio: ["ignore", "inherit", "inherit"] });
  try {
    await until("the demo is open", () => windowOf(MAIN), { timeout: 180_000 });
    await shown("tour");

    press("alt+2", "ctrl+Return");
    await shown("measure-setup");
    press("ctrl+Return");
    await shown("measuring");

    press("alt+3", "ctrl+Return");
    await shown("study-setup");
    // The main button makes the draft, mends both sources, locks, and then opens the room.
    await until(
      "the reading room is open",
      async () => {
        if (windowOf(READING)) return true;
        press("ctrl+Return");
        await settled();
        return false;
      },
      { timeout: 90_000, every: 2000 },
    );
    await shown("reading-start");
    press("Return");
    for (let number = 1; number <= CASES; number += 1) {
      await settled();
      if (number === 1) await shoot("offline-case");
      press(String(1 + (number % 6)), "Return");
    }
    await shown("reading-done");
    press("Return");
    await until("the reading room is closed", () => !windowOf(READING), { timeout: 30_000 });
    await shown("handed-over");
    press("Tab", "Return");
    await until("the project is back", () => windowOf(MAIN), { timeout: 30_000 });

    await until(
      "an export holds the measures and the answers",
      async () => {
        press("alt+5", "ctrl+Return");
        await settled();
        return exports().some(isWhole);
      },
      { timeout: 120_000, every: 3000 },
    );
    await shown("export");
  } catch (problem) {
    await shoot("failed");
    throw problem;
  } finally {
    // Who is below has to be known before anybody ends: orphans are nobody's children.
    for (const pid of own(app.pid)) spawnSync("kill", [String(pid)]);
    app.kill();
    await until("the program is closed", () => app.exitCode !== null || app.signalCode !== null);
  }
  journey.diagnostic(`the window's journey: ${seconds(began)} s`);

  const sockets = socketsOf(trace);
  assert.ok(
    sockets.some(({ family }) => family === "AF_UNIX"),
    "the display was reached, so the trace does see sockets",
  );
  assert.deepEqual(internetSockets(trace), []);
  assert.deepEqual(strangers(trace), []);
});

/** Presses keys one after the other, on whatever has the focus. */
function press(...keys) {
  for (const key of keys) {
    execFileSync("xdotool", ["key", "--clearmodifiers", key]);
    spawnSync("sleep", ["0.4"]);
  }
}

/** Whether a window with this title can be seen; it gets the focus, as nobody else gives it here. */
function windowOf(title) {
  const told = (...words) => spawnSync("xdotool", words, { encoding: "utf8" }).stdout.trim();
  const all = told("search", "--onlyvisible", "--class", "touchstone-desktop").split("\n");
  const id = all.find((one) => one !== "" && told("getwindowname", one) === title);
  if (!id) return false;
  told("windowfocus", id);
  return true;
}

/** Gives the screen the time that a person would take to look. */
function settled() {
  return new Promise((resolve) => setTimeout(resolve, 1200));
}

async function shown(name) {
  await settled();
  await shoot(`offline-${name}`);
}

/** The exports of the window's project. */
function exports() {
  const all = readdirSync(desk.home, { recursive: true });
  return all
    .filter((path) => /Touchstone demo\/exports\/[^/]+\/report\.html$/.test(path))
    .map((path) => dirname(join(desk.home, path)));
}

function isWhole(folder) {
  const has = (name) => existsSync(join(folder, name));
  if (!has("values.json") || !has("answers.csv")) return false;
  const { values } = JSON.parse(readFileSync(join(folder, "values.json"), "utf8"));
  const answers = readCsv(readFileSync(join(folder, "answers.csv"), "utf8"));
  const rated = answers.filter(({ question_id: id, value }) => id === "q_real" && value !== "");
  return values.length > 0 && rated.length === CASES;
}

/** The processes below one, youngest first. */
function own(pid) {
  const found = spawnSync("pgrep", ["-P", String(pid)], { encoding: "utf8" });
  const children = found.stdout.split("\n").filter(Boolean).map(Number);
  return children.flatMap((child) => [...own(child), child]);
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
