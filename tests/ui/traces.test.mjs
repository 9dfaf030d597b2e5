// The search itself is tried: what is planted has to be found, wherever it is.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  familyOf,
  HAS_PROCESSES,
  inFiles,
  inNewTemporary,
  inProcesses,
  inTitles,
} from "./traces.mjs";

const WORDS = ["Quellwald", "kiefer-001"];

function inFolder(look) {
  const folder = mkdtempSync(join(tmpdir(), "touchstone-traces-"));
  try {
    look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a word is found in a file, in its name, behind a link, and in two bytes a letter", () => {
  inFolder((folder) => {
    writeFileSync(join(folder, "clean"), "nothing of that kind");
    assert.deepEqual(inFiles(folder, WORDS), []);

    mkdirSync(join(folder, "deep"));
    writeFileSync(join(folder, "deep", "a"), Buffer.from([0, 255, ...Buffer.from("QUELLWALD")]));
    writeFileSync(join(folder, "deep", "b"), Buffer.from("kiefer-001.png", "utf16le"));
    writeFileSync(join(folder, "deep", "kiefer-001.png"), "");
    symlinkSync("/data/quellwald", join(folder, "link"));
    assert.deepEqual(inFiles(folder, WORDS), [
      `${join(folder, "deep", "a")}: Quellwald`,
      `${join(folder, "deep", "b")}: kiefer-001`,
      `the name ${join(folder, "deep", "kiefer-001.png")}: kiefer-001`,
      `${join(folder, "link")}: Quellwald`,
    ]);
  });
});

test("a word is found in what is new in the temporary folder, and not in what is left out", () => {
  const before = Date.now() - 1000;
  inFolder((folder) => {
    writeFileSync(join(folder, "a"), "Quellwald");
    assert.deepEqual(inNewTemporary(before, WORDS, []), [`${join(folder, "a")}: Quellwald`]);
    assert.deepEqual(inNewTemporary(before, WORDS, [folder]), []);
    assert.deepEqual(inNewTemporary(Date.now() + 1000, WORDS, []), []);
  });
});

test("a word is found in the title of a window", () => {
  assert.deepEqual(inTitles(WORDS, ["Touchstone"]), []);
  assert.equal(inTitles(WORDS, ["Touchstone", "Study of quellwald"]).length, 1);
});

test("a word is found in the arguments and the surroundings of a child", {
  skip: !HAS_PROCESSES,
}, () => {
  const idle = "setTimeout(() => undefined, 60000)";
  const child = spawn(process.execPath, ["-e", idle, "kiefer-001"], {
    env: { SET: "Quellwald" },
    stdio: "ignore",
  });
  try {
    const family = familyOf(process.pid);
    assert.ok(family.includes(child.pid));
    assert.deepEqual(inProcesses([child.pid], WORDS).sort(), [
      `process ${child.pid}, cmdline: kiefer-001`,
      `process ${child.pid}, environ: Quellwald`,
    ]);
    assert.deepEqual(inProcesses([process.pid], ["Nebelhorn"]), []);
  } finally {
    child.kill("SIGKILL");
  }
});
