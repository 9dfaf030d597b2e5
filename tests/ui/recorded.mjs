// What was sent to the reader's window, and the search for what must not be in it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Returns every recorded reply in the order it was sent, start by start. */
export function replies(folder) {
  return readdirSync(folder)
    .sort()
    .flatMap((start) =>
      readdirSync(join(folder, start))
        .sort()
        .map((name) => join(start, name)),
    )
    .map((name) => {
      const [, command, ending] = /(\w+)\.(\w+)$/.exec(name) ?? [];
      return { name, command, ending, bytes: readFileSync(join(folder, name)) };
    });
}

/** Returns the JSON replies of one command. */
export function answersTo(command, folder) {
  return replies(folder)
    .filter((reply) => reply.command === command && reply.ending === "json")
    .map(({ bytes }) => JSON.parse(bytes.toString("utf8")));
}

/** Returns the cases that the reader's window was told of, in the order it was told. */
export function casesTold(folder) {
  return ["nextStep", "passStep", "saveForm", "saveAnswer"]
    .flatMap((command) => answersTo(command, folder))
    .filter((one) => one?.step === "case");
}

/** Returns where one of `words` was found, in any case; the questions' own texts are left out. */
export function leaks(folder, words) {
  return replies(folder).flatMap(({ name, ending, bytes }) => {
    const text = ending === "json" ? withoutQuestions(bytes) : bytes.toString("latin1");
    // Four letters can come by chance among pixels; a name cannot.
    const sought = ending === "json" ? words : words.filter((word) => 6 < word.length);
    const inBytes = (word) =>
      ending === "json" ? word : Buffer.from(word, "utf8").toString("latin1");
    return sought
      .filter((word) => text.toLowerCase().includes(inBytes(word).toLowerCase()))
      .map((word) => `${name}: ${word}`);
  });
}

function withoutQuestions(bytes) {
  return JSON.stringify(JSON.parse(bytes.toString("utf8")), (key, value) =>
    key === "items" || key === "instructions" ? undefined : value,
  );
}

/** Returns the header of each block of pixels, and whether anything follows the pixels. */
export function pixelBlocks(folder) {
  return replies(folder)
    .filter(({ ending }) => ending === "bin")
    .map(({ bytes }) => {
      const [rows, columns, channels, size] = [4, 8, 12, 16].map((at) => bytes.readUInt32LE(at));
      return {
        header: bytes.subarray(0, 32).toString("hex"),
        excess: bytes.length - 32 - rows * columns * channels * size,
      };
    });
}
