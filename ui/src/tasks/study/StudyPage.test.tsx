import { cleanup, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { anAnalysis } from "../../testing/analysis";
import { reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";
import { aReader, aStudy } from "../../testing/studies";

const sets = [aSet({ id: 1 }), aSet({ id: 2, name: "A", arm: "synthetic" })];
const study = aStudy({});

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

test("when all have read, the answers can be exported, and the next step is the seal", async () => {
  const readers = [aReader({ done: 12, lastAnswerAt: "2026-11-24T03:30:00Z" })];
  const { user, calls } = show("#/study", {
    sets,
    studies: [aStudy({ state: "collecting", readers })],
    seal_reader: study,
  });
  expect(await screen.findByTestId("to-export")).toBeTruthy();
  expect(screen.queryByTestId("open-room-R1")).toBeNull();
  await reach(user, "seal-R1");
  await user.keyboard("{Enter}");
  await reach(user, "confirm");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(sent(calls, "seal_reader")).toEqual({ study: 1, reader: "R1" }));
});

test("a reader who is sealed early is warned of", async () => {
  const readers = [aReader({ done: 8 })];
  const { user } = show("#/study", { sets, studies: [aStudy({ state: "collecting", readers })] });
  await reach(user, "seal-R1");
  await user.keyboard("{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("8 of 12");
});

test("a reader who is sealed can open no room, and the key is shown", async () => {
  const readers = [aReader({ done: 8, sealedAt: "2026-11-24T04:00:00Z", fingerprint: "KX3-9QT" })];
  show("#/study", { sets, studies: [aStudy({ state: "collecting", readers })] });
  expect(await screen.findByText("KX3-9QT")).toBeTruthy();
  expect(screen.queryByTestId("open-room-R1")).toBeNull();
  expect(screen.queryByTestId("seal-R1")).toBeNull();
});

test("nothing can be done to a study in a project that is open for reading only", async () => {
  const project = { name: "P", place: "p", readOnly: true, isDemo: false, steps: [] };
  show("#/study", { sets, studies: [aStudy({ can: ["sealed"] })], project });
  for (const id of ["open-room-R1", "pack-study", "merge-sessions", "advance-sealed"]) {
    const button = await screen.findByTestId(id);
    await waitFor(() => expect(button).toHaveProperty("disabled", true));
  }
});

test("an unblinded study leads to its analysis, and so does one that is analysed", async () => {
  for (const state of ["unblinded", "analysed"]) {
    const { user } = show("#/study/1", {
      sets,
      studies: [aStudy({ state })],
      analysis: anAnalysis({}),
    });
    const onward = await reach(user, "to-analysis");
    expect(onward.getAttribute("data-variant")).toBe("filled");
    await user.keyboard("{Enter}");
    expect(window.location.hash).toBe("#/analysis/1");
    cleanup();
  }
});
