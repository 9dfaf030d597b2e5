import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

let number = 0;

/** Leaves a picture of the whole display in `TOUCHSTONE_SHOTS`, when that is set. */
export async function shoot(name) {
  const folder = process.env.TOUCHSTONE_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  // One frame for the window to be drawn; the driver's own pictures have proved unreliable.
  await new Promise((resolve) => setTimeout(resolve, 250));
  number += 1;
  const file = join(folder, `${String(number).padStart(2, "0")}-${name}.png`);
  execFileSync("import", ["-window", "root", file]);
}
