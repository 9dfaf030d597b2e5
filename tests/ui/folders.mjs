// The folders of the journey, with spaces and umlauts in their paths as on real desks.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./desk.mjs";

const DEMO = join(ROOT, "assets/demo/real");

/** Slices as they are, and a file that only pretends to be one. */
export function realFolder(parent) {
  const folder = join(parent, "Köpfe echt");
  mkdirSync(folder, { recursive: true });
  const slices = demoSlices().slice(0, 12);
  for (const name of slices) copyFileSync(join(DEMO, name), join(folder, name));
  const whole = readFileSync(join(DEMO, slices[0]));
  writeFileSync(join(folder, "kaputt.png"), whole.subarray(0, whole.length / 2));
  return { folder, n: slices.length, broken: "kaputt.png" };
}

/** Other slices, blurred and with noise, as a poor generator might make them. */
export function syntheticFolder(parent) {
  const folder = join(parent, "Köpfe künstlich");
  mkdirSync(folder, { recursive: true });
  const slices = demoSlices().slice(12, 24);
  slices.forEach((name, index) => {
    const made = join(folder, `gen ${String(index + 1).padStart(2, "0")}.png`);
    execFileSync("convert", [
      join(DEMO, name),
      ...["-seed", String(index + 1), "-blur", "0x1.2", "-attenuate", "0.15", "+noise", "Gaussian"],
      ...["-colorspace", "Gray", "-depth", "8", "-strip", `png:${made}`],
    ]);
  });
  return { folder, n: slices.length };
}

function demoSlices() {
  return readdirSync(DEMO)
    .filter((name) => name.endsWith(".png"))
    .sort();
}
