import { emit } from "@tauri-apps/api/event";
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DeskSession, ProjectView } from "../../core/bindings";
import { project, reach, sent, show } from "../../testing/render";

const rui: ProjectView = {
  ...project,
  name: "GAN against ward",
  you: { name: "Rui", role: "reader", since: "2026-11-24T03:00:00Z" },
  encrypted: true,
  steps: [],
};

const session = (own: Partial<DeskSession>): DeskSession => ({
  study: 3,
  code: "9c41d07e55aa",
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

test("a reader sees their sessions, and the core is asked for nothing else", async () => {
  const { calls } = show("#/samples", { project: rui, reading_desk: [session({})] });
  expect(await screen.findByRole("heading", { name: "Hello, Rui" })).toBeTruthy();
  await screen.findByTestId("desk");
  await emit("job-changed", { id: 4, title: "ward scans", state: "running", done: 1, total: 2 });
  expect(document.body.textContent).not.toContain("GAN against ward");
  expect(document.body.textContent).not.toContain("ward scans");
  expect(document.title).toBe("Touchstone");
  const asked = new Set(
    calls.map(({ command }) => command).filter((name) => !/^plugin:/.test(name)),
  );
  expect([...asked].sort()).toEqual(["project", "reading_desk"]);
});

test("a session that is nobody's yet is taken only after that was said, by keyboard alone", async () => {
  const { user, calls } = show("", {
    project: rui,
    reading_desk: [session({})],
    open_reading_room: null,
  });
  await reach(user, "open-room-R1");
  await user.keyboard("{Enter}");
  expect(await screen.findByText(/nobody else can read it/)).toBeTruthy();
  expect(sent(calls, "open_reading_room")).toBeUndefined();
  await reach(user, "confirm-take");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(sent(calls, "open_reading_room")).toEqual({ study: 3, reader: "R1" }));
  expect(await screen.findByText("Your answers are kept")).toBeTruthy();
  await reach(user, "take-back");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("desk")).toBeTruthy();
});

test("one's own session goes on at once, and is finished after a question", async () => {
  const own = session({ yours: true, done: 8 });
  const { user, calls } = show("", {
    project: rui,
    reading_desk: [own],
    seal_own: [{ ...own, sealed: true }],
  });
  await user.click(await screen.findByTestId("finish-R1"));
  expect(await screen.findByText(/nothing can be answered or changed/)).toBeTruthy();
  await user.click(screen.getByTestId("confirm-finish"));
  await waitFor(() => expect(sent(calls, "seal_own")).toEqual({ study: 3, reader: "R1" }));
});

test("a reader changes their passphrase and locks", async () => {
  const { user, calls } = show("", {
    project: rui,
    reading_desk: [],
    set_passphrase: null,
    lock_project: null,
  });
  await user.click(await screen.findByTestId("change-passphrase"));
  await user.type(await screen.findByTestId("your-passphrase"), "first words told to me");
  await user.type(screen.getByTestId("passphrase"), "lamp river anvil moss");
  await user.type(screen.getByTestId("passphrase-again"), "lamp river anvil moss{Enter}");
  await waitFor(() =>
    expect(sent(calls, "set_passphrase")).toEqual({
      name: "Rui",
      yours: "first words told to me",
      passphrase: "lamp river anvil moss",
    }),
  );
  await user.click(screen.getByTestId("lock"));
  await waitFor(() => expect(calls.some(({ command }) => command === "lock_project")).toBe(true));
});
