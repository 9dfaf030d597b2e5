// The program in its real window, steered by WebKitWebDriver.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
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
    return new App(browser, driver);
  } catch (problem) {
    driver.kill("SIGKILL");
    throw problem;
  }
}

class App {
  constructor(browser, driver) {
    this.browser = browser;
    this.driver = driver;
  }

  /** The process of the program itself, not of its web views. */
  get pid() {
    const own = program();
    const found = readdirSync("/proc").find((pid) => {
      try {
        return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/exe`) === own && !isGone(pid);
      } catch {
        return false; // it ended meanwhile, or is another user's
      }
    });
    if (!found) throw new Error("the program is not running");
    return Number(found);
  }

  /** Ends the program as a power cut would: nothing is saved, closed or told. */
  async powerCut() {
    const { pid } = this;
    process.kill(pid, "SIGKILL");
    await until("the program is gone", () => isGone(pid));
    this.driver.kill("SIGKILL");
    await ended(this.driver);
  }

  async close() {
    await this.browser.deleteSession().catch(() => undefined);
    this.driver.kill();
    await ended(this.driver);
  }

  /** Goes to the window whose page has this title. */
  async toWindow(title) {
    await until(`the window "${title}" is there`, async () => {
      for (const handle of await this.browser.getWindowHandles()) {
        await this.browser.switchToWindow(handle);
        if ((await this.browser.getTitle()) === title) return true;
      }
      return false;
    });
  }
}

function isGone(pid) {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
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
