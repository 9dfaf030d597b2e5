// A desk of its own for one test: a home, settings and a runtime folder nobody used before.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The repository. */
export const ROOT = resolve(import.meta.dirname, "../..");

/**
 * Lays out a fresh home and returns it with the environment that points to it.
 *
 * `locale` is LANG; nothing leaves it unset, as on a bare system.
 */
export function freshDesk({ locale = "en_US.UTF-8" } = {}) {
  const home = mkdtempSync(join(tmpdir(), "touchstone-journey-"));
  const place = (name) => {
    const path = join(home, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const env = {
    ...process.env,
    HOME: home,
    XDG_RUNTIME_DIR: place("runtime"),
    XDG_DATA_HOME: place("data"),
    XDG_CONFIG_HOME: place("config"),
    XDG_CACHE_HOME: place("cache"),
    XDG_STATE_HOME: place("state"),
    TMPDIR: place("tmp"),
    GDK_BACKEND: "x11",
    GTK_USE_PORTAL: "0",
    NO_AT_BRIDGE: "1",
    LIBGL_ALWAYS_SOFTWARE: "1",
    WEBKIT_DISABLE_DMABUF_RENDERER: "1",
    GSETTINGS_BACKEND: "keyfile",
    TAURI_WEBVIEW_AUTOMATION: "true",
  };
  chmodSync(env.XDG_RUNTIME_DIR, 0o700);
  for (const name of Object.keys(env)) if (/^(LANG|LANGUAGE|LC_.*)$/.test(name)) delete env[name];
  if (locale) Object.assign(env, { LANG: locale, LC_ALL: locale });

  // The dialog starts in a folder instead of "Recent", where a typed path is not taken at once.
  const settings = join(place("config/glib-2.0/settings"), "keyfile");
  writeFileSync(settings, "[org/gtk/settings/file-chooser]\nstartup-mode='cwd'\n");

  let starts = 0;
  return {
    home,
    place,
    /** What was sent to the reader's window lies here, in a folder for each start. */
    recorded: place("recorded"),
    /** The environment of the next start. */
    startingEnv() {
      starts += 1;
      return { ...env, TOUCHSTONE_RECORD_READER: place(`recorded/${starts}`) };
    },
    /** Takes the desk away; `TOUCHSTONE_KEEP` leaves it for a look. */
    clear() {
      if (!process.env.TOUCHSTONE_KEEP) {
        rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      }
    },
  };
}

/** The built program: `TOUCHSTONE_DESKTOP`, or where cargo puts it. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
  return built(
    process.env.TOUCHSTONE_DESKTOP ?? join(target, "debug/touchstone-desktop"),
    "build it with `cargo build --features automation`, or name it in TOUCHSTONE_DESKTOP",
  );
}

/**
 * The program as it is shipped, which refuses to be steered: `TOUCHSTONE_SHIPPED`, e.g. one that was
 * packed, or where `cargo xtask` puts it.
 */
export function shippedProgram() {
  const target = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
  const path = process.env.TOUCHSTONE_SHIPPED ?? join(target, "shipped/touchstone-desktop");
  return built(path, "`cargo xtask ui` builds it");
}

function built(path, how) {
  if (!existsSync(path)) throw new Error(`${path} is not there: ${how}`);
  return resolve(path);
}
