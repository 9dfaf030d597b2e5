// What somebody prepares at the terminal before the window is opened.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
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

/**
 * A study of patient records that scripted readers read to its end, and whose truth is open; returns
 * its folder.
 */
export function unblindedStudy(desk, name, readers) {
  const folder = join(desk.home, "unblinded");
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
  for (const [at, reader] of readers.entries()) {
    terminal(desk, "study", "read", ...project, "--reader", reader, "--seed", String(at + 1));
  }
  for (const state of ["sealed", "database-locked"]) {
    terminal(desk, "study", "advance", ...project, "--to", state, "--reason", "All is in.");
  }
  terminal(desk, "study", "unblind", ...project, "--reason", "All is in.");
  return folder;
}
