// What somebody prepares at the terminal before the window is opened.
import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { program } from "./desk.mjs";
import { patients } from "./made.mjs";

/** Calls the program's terminal at a desk; returns what it says. */
export function terminal(desk, ...words) {
  const path = join(dirname(program()), "touchstone");
  return execFileSync(path, words, {
    cwd: desk.home,
    env: desk.startingEnv(),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
}

const WORDS = "four quiet words here";

/**
 * A study of patient records that scripted readers read to its end, each in a project of their own that
 * came in a pack; their sessions are merged. Returns the coordinator's folder.
 */
export function mergedStudy(desk, name, readers) {
  const folder = join(desk.home, "merged");
  const sides = { ward: 1, copula: 500, "A diffusion model of tables with quite a long name": 900 };
  const files = Object.entries(sides).map(([side, seed]) => {
    const file = join(desk.place("data"), `${side}.csv`);
    writeFileSync(file, patients(seed, 60));
    return file;
  });
  const project = ["--project", folder];
  terminal(
    desk,
    ...["study", "new", ...project, "--name", name, "--protocol", "records-full", "--seed", "3"],
    ...["--real", files[0], "--synthetic", files[1], "--synthetic", files[2]],
    ...["--n-real", "20", "--n-synthetic", "20"],
    ...readers.flatMap((reader) => ["--reader", reader]),
  );
  const words = ["--passphrase-file", join(desk.place("words"), "words.txt")];
  writeFileSync(words[1], WORDS);
  const out = desk.place("out");
  terminal(desk, "study", "pack", ...project, "--out", out, ...words);
  const pack = readdirSync(out).find((file) => file.endsWith(".tspack"));
  const sealed = readers.map((reader, at) => {
    const site = desk.place(`site ${reader}`);
    copyFileSync(join(out, pack), join(site, pack));
    const opened = terminal(desk, "study", "open", join(site, pack), ...words, "--json");
    const there = ["--project", JSON.parse(opened).project, "--reader", reader, ...words];
    terminal(desk, "study", "read", ...there, "--seed", String(at + 1));
    const session = join(site, `${reader}.tssession`);
    terminal(desk, "study", "seal", ...there, "--out", session);
    return session;
  });
  terminal(desk, "study", "merge", ...project, ...sealed);
  return folder;
}
