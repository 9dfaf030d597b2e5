// The program in its real window, steered by WebKitWebDriver.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import net from "node:net";
import { remote } from "webdriverio";
import { program } from "./desk.mjs";
import { until } from "./until.mjs";

/** Starts the program at a desk. Only one runs at a time. */
export async function startApp(desk) {
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: desk.startingEnv(),
  });
  try {
    await until("the driver listens", () => listens(port));
    const browser = await remote({
      hostname: "127.0.0.1",
      port,
      logLevel: "error",
      connectionRetryCount: 0,
      connectionRetryTimeout: 60_000,
      capabilities: {
        "wdio:enforceWebDriverClassic": true,
        "webkitgtk:browserOptions": { binary: program(), args: [] },
      },
    });
    await asLargeAsAsked(browser);
    return new App(browser, driver);
  } catch (problem) {
    driver.kill("SIGKILL");
    throw problem;
  }
}

/** Makes the window as large as `TOUCHSTONE_WINDOW` says, e.g. `1920x1080`, for pictures of large screens. */
async function asLargeAsAsked(browser) {
  const [width, height] = (process.env.TOUCHSTONE_WINDOW ?? "").split("x").map(Number);
  if (width > 0 && height > 0) await browser.setWindowRect(0, 0, width, height);
}

class App {
  constructor(browser, driver) {
    this.browser = browser;
    this.driver = driver;
  }

  /** The process of the program: the driver's own child, not another one somebody works with. */
  get pid() {
    const found = readdirSync("/proc").find(
      (pid) => /^\d+$/.test(pid) && statusOf(pid, "PPid") === String(this.driver.pid),
    );
    return found ? Number(found) : null;
  }

  /** Ends the program as a power cut would: nothing is saved, closed or told. */
  async powerCut() {
    const { pid } = this;
    if (pid === null) throw new Error("the program is not running");
    await kill(pid);
    this.driver.kill("SIGKILL");
    await ended(this.driver);
  }

  /** Closes the window, and waits until the program is gone: the next test may want its place. */
  async close() {
    const { pid } = this;
    await this.browser.deleteSession().catch(() => undefined);
    await until("the program is closed", () => isGone(pid), { timeout: 5000, noted: false }).catch(() =>
      kill(pid),
    );
    this.driver.kill();
    await ended(this.driver);
  }

  /** Goes to the window whose page has this title. */
  async toWindow(title) {
    await until(`the window "${title}" is there`, async () => {
      // The latest first: a window that is out of sight may not answer.
      for (const handle of (await this.browser.getWindowHandles()).reverse()) {
        await this.browser.switchToWindow(handle);
        if ((await this.browser.getTitle()) === title) return true;
      }
      return false;
    });
  }
}

async function kill(pid) {
  if (!isGone(pid)) process.kill(pid, "SIGKILL");
  await until("the program is gone", () => isGone(pid));
}

/** Whether nothing of a process is left but its entry: as long as one thread is ending, its files are open. */
function isGone(pid) {
  if (pid === null) return true;
  return (statusOf(pid, "State") ?? "Z").startsWith("Z") && threadsOf(pid) <= 1;
}

function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

/** A line of what the system says of a process; nothing when there is none. */
function statusOf(pid, name) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return new RegExp(`^${name}:\\s*(.*)$`, "m").exec(status)?.[1] ?? null;
  } catch {
    return null;
  }
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", resolve));
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
