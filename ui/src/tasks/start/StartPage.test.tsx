import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { project, reach, sent, show } from "../../testing/render";

test("a new project is named and opened by keyboard alone", async () => {
  const { user, calls } = show("", {
    project: null,
    create_project: ({ name }: { name: string }) => ({ ...project, name }),
  });
  await reach(user, "new-project");
  await user.keyboard("{Enter}");
  await screen.findByRole("dialog");
  await user.keyboard("Chest X-rays{Enter}");
  expect(await screen.findByText("Bring in the data")).toBeTruthy();
  expect(sent(calls, "create_project")).toEqual({ name: "Chest X-rays" });
  expect(screen.getByText("Chest X-rays")).toBeTruthy();
});

test("a project that cannot be opened says why and what to do", async () => {
  const { user } = show("", {
    project: null,
    recent_projects: [
      { key: "a", name: "Pilot", place: "pilot", openedAt: "2026-11-24T03:00:00Z", found: true },
      { key: "b", name: "Gone", place: "stick", openedAt: "2026-11-20T03:00:00Z", found: false },
    ],
    open_recent: () => {
      throw { code: "none.such", params: {}, message: "It is open elsewhere.", hint: "Close it." };
    },
  });
  const gone = await screen.findByRole("button", { name: /^Gone/ });
  expect(gone).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("button", { name: /^Pilot/ }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("It is open elsewhere.");
  expect(alert.textContent).toContain("Close it.");
});

test("who has no project yet is led to the tour, by keyboard alone", async () => {
  const { user } = show("", {
    project: null,
    open_demo: { ...project, name: "Touchstone demo", isDemo: true },
  });
  expect(await screen.findByText("New here?")).toBeTruthy();
  await reach(user, "take-tour");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Look at what came in")).toBeTruthy();
});

test("a project named at the start that cannot be opened is said", async () => {
  show("", {
    project: null,
    open_asked: () => {
      throw { code: "store.notAProject", params: {}, message: "No project.", hint: "Choose one." };
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("No project.");
});
