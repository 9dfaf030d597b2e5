// The search itself is tried: a planted leak has to be found, wherever it is.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { leaks, pixelBlocks } from "./recorded.mjs";

function recorded(files, look) {
  const folder = mkdtempSync(join(tmpdir(), "touchstone-recorded-"));
  mkdirSync(join(folder, "1"));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, "1", name), bytes);
  try {
    look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function block(...after) {
  const header = Buffer.alloc(32);
  [0x31585054, 1, 2, 1, 1, 0].forEach((word, at) => header.writeUInt32LE(word, 4 * at));
  return Buffer.concat([header, Buffer.from([7, 9]), ...after]);
}

test("the texts of the questions are no leak, the same word elsewhere is one", () => {
  const asked = { items: [{ text: "Is this real or synthetic?" }], done: 0 };
  recorded({ "0001-reading.json": JSON.stringify(asked) }, (folder) => {
    assert.deepEqual(leaks(folder, ["real", "synthetic"]), []);
  });
  recorded({ "0001-reading.json": JSON.stringify({ ...asked, arm: "Real" }) }, (folder) => {
    assert.deepEqual(leaks(folder, ["real", "synthetic"]), ["1/0001-reading.json: real"]);
  });
});

test("a name among the pixels is found, and so is anything that follows them", () => {
  const name = Buffer.from("Köpfe echt.png", "utf8");
  recorded({ "0002-case_pixels.bin": block(name) }, (folder) => {
    assert.deepEqual(leaks(folder, ["köpfe echt"]), ["1/0002-case_pixels.bin: köpfe echt"]);
    assert.equal(pixelBlocks(folder)[0].excess, name.length);
  });
  recorded({ "0002-case_pixels.bin": block() }, (folder) => {
    assert.deepEqual(leaks(folder, ["köpfe echt"]), []);
    assert.equal(pixelBlocks(folder)[0].excess, 0);
  });
});
