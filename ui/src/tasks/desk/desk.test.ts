import { expect, test } from "vitest";
import type { DeskSession } from "../../core/bindings";
import { inOrder, mainOf, nextOf } from "./desk";

const session = (own: Partial<DeskSession>): DeskSession => ({
  study: 1,
  code: "S1",
  reader: "R1",
  done: 0,
  total: 8,
  minutes: 5,
  formsLeft: false,
  yours: false,
  whose: null,
  sealed: false,
  ...own,
});

test("a session is begun, gone on with, and finished, each once", () => {
  expect(nextOf(session({}))).toBe("begin");
  expect(nextOf(session({ done: 3, yours: true }))).toBe("goOn");
  expect(nextOf(session({ done: 8, yours: true }))).toBe("finish");
  expect(nextOf(session({ done: 8, yours: true, formsLeft: true }))).toBe("goOn");
  expect(nextOf(session({ done: 3, whose: "Ben" }))).toBe("nothing");
  expect(nextOf(session({ done: 8, yours: true, sealed: true }))).toBe("nothing");
});

test("nobody is led to a session that may be another's", () => {
  const [free, other] = [session({}), session({ reader: "R2" })];
  const own = session({ reader: "R3", yours: true, done: 2 });
  const finished = session({ reader: "R3", yours: true, done: 8, sealed: true });
  expect(mainOf([free])).toBe(free);
  expect(mainOf([free, other])).toBeNull();
  expect(mainOf([free, own])).toBe(own);
  expect(mainOf([free, finished])).toBeNull();
  expect(inOrder([finished, free, own])).toEqual([own, free, finished]);
});
