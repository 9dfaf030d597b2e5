import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { StudyRequest, StudyView } from "../../core/bindings";
import { reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";

const sets = [aSet({ id: 1 }), aSet({ id: 2, name: "A", arm: "synthetic" })];

const study: StudyView = {
  id: 1,
  name: "Study 1",
  state: "locked",
  designHash: "9c41d07e",
  createdAt: "2026-11-24T03:20:00Z",
  modality: "image",
  nReal: 6,
  nSynthetic: 6,
  mostInARow: 3,
  minutes: 3,
  readers: [{ code: "R1", done: 0, total: 12, lastAnswerAt: null, reading: false }],
  questions: [
    {
      id: "q_real",
      text: "Real or synthetic?",
      anchors: ["synthetic", "real"],
      mostLetters: 0,
      required: true,
    },
  ],
};

test("a study is set up by keyboard alone", async () => {
  const { user, calls } = show("#/study", {
    sets,
    studies: [],
    create_study: ({ request }: { request: StudyRequest }) => ({ ...study, name: request.name }),
  });
  await reach(user, "new-study");
  await user.keyboard("{Enter}");
  await reach(user, "add-reader");
  await user.keyboard("{Enter}");
  await reach(user, "create-study");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/study/1"));
  expect(sent(calls, "create_study")).toEqual({
    request: {
      name: "Study 1",
      real: 1,
      synthetic: [2],
      nReal: 6,
      nSynthetic: 6,
      readers: ["R1", "R2", "R3"],
      seed: null,
    },
  });
});

test("the reading room is opened for one reader", async () => {
  const { user, calls } = show("#/study", { sets, studies: [study], open_reading_room: null });
  await reach(user, "open-room-R1");
  await user.keyboard("{Enter}");
  expect(sent(calls, "open_reading_room")).toEqual({ study: 1, reader: "R1" });
  // What stands behind the reading room tells nothing, until the coordinator is back.
  expect(screen.queryByText("9c41d07e")).toBeNull();
  await reach(user, "take-back");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("9c41d07e")).toBeTruthy();
});

test("a room that does not open leaves the coordinator where they were", async () => {
  const failure = { code: "workbench.roomInUse", params: {}, message: "In use.", hint: "Wait." };
  const open_reading_room = () => {
    throw failure;
  };
  const { user } = show("#/study", { sets, studies: [study], open_reading_room });
  await reach(user, "open-room-R1");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("9c41d07e")).toBeTruthy();
  expect(screen.queryByTestId("take-back")).toBeNull();
});

test("the card shows what readers will see and what is left off", async () => {
  const tables = sets.map((one) => ({ ...one, modality: "table" as const }));
  const preview_study = {
    columns: ["age", "sex"],
    leftOff: [{ column: "source", why: "the two sides use other words in it" }],
  };
  show("#/study/new", { sets: tables, studies: [], preview_study });
  expect(await screen.findByText(/age, sex/)).toBeTruthy();
  expect(await screen.findByText(/the two sides use other words/)).toBeTruthy();
});

test("when all have read, the next step is the export", async () => {
  const readers = [
    { code: "R1", done: 12, total: 12, lastAnswerAt: "2026-11-24T03:30:00Z", reading: false },
  ];
  show("#/study", { sets, studies: [{ ...study, state: "sealed", readers }] });
  expect(await screen.findByTestId("to-export")).toBeTruthy();
  expect(screen.queryByTestId("open-room-R1")).toBeNull();
});
