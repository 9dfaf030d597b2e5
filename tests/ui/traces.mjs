// What a workstation shows of itself to whoever looks around on it, and the search for what must not
// be there: processes, titles of windows, and every file that the program could have left.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether processes can be looked into here. */
export const HAS_PROCESSES = process.platform === "linux";

/** What a file could be named by without its name. */
export function hashOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A process, its children and theirs. */
export function familyOf(pid) {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)]);
  const family = [pid];
  for (const one of family) {
    family.push(...parents.filter(([, parent]) => parent === one).map(([child]) => child));
  }
  return family;
}

/** Where a word stands in the arguments, surroundings, names or open files of processes. */
export function inProcesses(pids, words) {
  return pids.flatMap((pid) => {
    const at = join("/proc", String(pid));
    const open = entriesOf(join(at, "fd")).map((name) => ["file", linkOf(join(at, "fd", name))]);
    const told = ["cmdline", "environ", "comm"].map((name) => [name, readOf(join(at, name))]);
    return [...told, ...open].flatMap(([what, bytes]) =>
      found(bytes, words).map((word) => `process ${pid}, ${what}: ${word}`),
    );
  });
}

/** Where a word stands in a title. */
export function inTitles(words, titles) {
  return titles.flatMap((title) =>
    found(Buffer.from(title), words).map((word) => `title “${title}”: ${word}`),
  );
}

/** The titles of all windows of the display, seen or not. */
export function windowTitles() {
  const ask = (...asked) => {
    try {
      return execFileSync("xdotool", asked, { stdio: ["ignore", "pipe", "ignore"] })
        .toString()
        .trim()
        .split("\n");
    } catch {
      return []; // xdotool fails where nothing is found
    }
  };
  return ask("search", "--name", ".")
    .filter(Boolean)
    .flatMap((window) => ask("getwindowname", window));
}

/** Where a word stands in the name or the bytes of a file, wherever below a folder. */
export function inFiles(folder, words) {
  return entriesOf(folder).flatMap((name) => {
    const path = join(folder, name);
    const kind = kindOf(path);
    const named = found(Buffer.from(name), words).map((word) => `the name ${path}: ${word}`);
    const bytes = kind === "file" ? readOf(path) : kind === "link" ? linkOf(path) : null;
    const within = bytes ? found(bytes, words).map((word) => `${path}: ${word}`) : [];
    return [...named, ...within, ...(kind === "folder" ? inFiles(path, words) : [])];
  });
}

/** The same for what came into the system's own temporary folder since then, but for some of it. */
export function inNewTemporary(since, words, but) {
  const folder = tmpdir();
  return entriesOf(folder)
    .map((name) => join(folder, name))
    .filter((path) => !but.includes(path) && since < (statusOf(path)?.birthtimeMs ?? 0))
    .flatMap((path) => {
      const named = found(Buffer.from(path), words).map((word) => `the name ${path}: ${word}`);
      if (kindOf(path) === "folder") return [...named, ...inFiles(path, words)];
      return [...named, ...found(readOf(path), words).map((word) => `${path}: ${word}`)];
    });
}

/** The words that stand in bytes: in any case, and in UTF-8 or UTF-16. */
function found(bytes, words) {
  const text = bytes.toString("latin1").toLowerCase();
  return words.filter((word) =>
    ["utf8", "utf16le"].some((form) =>
      text.includes(Buffer.from(word, form).toString("latin1").toLowerCase()),
    ),
  );
}

function parentOf(pid) {
  // The name of a program may hold anything, also blanks and brackets.
  const [, parent] = /\) \S (\d+) /.exec(readOf(join("/proc", pid, "stat")).toString()) ?? [];
  return Number(parent);
}

// Processes end, and files go, while they are looked at: what is gone tells nothing.
function quietly(look, otherwise) {
  try {
    return look();
  } catch (problem) {
    if (["ENOENT", "ESRCH", "EACCES", "EPERM", "ENXIO"].includes(problem.code)) return otherwise;
    throw problem;
  }
}

const entriesOf = (folder) => quietly(() => readdirSync(folder).sort(), []);
const statusOf = (path) => quietly(() => lstatSync(path), null);
const readOf = (path) => quietly(() => readFileSync(path), Buffer.alloc(0));
const linkOf = (path) => quietly(() => Buffer.from(readlinkSync(path)), Buffer.alloc(0));

function kindOf(path) {
  const status = statusOf(path);
  if (status?.isFile()) return "file";
  if (status?.isSymbolicLink()) return "link";
  return status?.isDirectory() ? "folder" : null;
}
