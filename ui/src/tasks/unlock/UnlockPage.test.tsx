import { emit } from "@tauri-apps/api/event";
import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { LockedView, UserView } from "../../core/bindings";
import { project, reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";

const since = "2026-11-24T03:00:00Z";
const ana: UserView = { name: "Ana", role: "coordinator", since };
const rui: UserView = { name: "Rui", role: "reader", since };
const locked: LockedView = {
  name: "Pilot",
  place: "pilot",
  encrypted: true,
  users: [ana, rui],
  waitSeconds: 0,
  atWork: false,
};

test("a locked project is opened by keyboard alone", async () => {
  const { user, calls } = show("", {
    project: null,
    locked_project: locked,
    sign_in: { ...project, you: ana },
  });
  expect(await screen.findByText("Encrypted · in pilot")).toBeTruthy();
  // The list has the focus.
  await user.keyboard("{ArrowDown}{ArrowUp}");
  expect(screen.getByTestId("sign-in")).toHaveProperty("disabled", true);
  await user.tab();
  await user.keyboard("four quiet words here{Enter}");
  expect(await screen.findByText("Bring in the data")).toBeTruthy();
  expect(sent(calls, "sign_in")).toEqual({ user: "Ana", passphrase: "four quiet words here" });
  expect(screen.getByTestId("you").textContent).toBe("AnaCoordinator");
});

test("a wrong passphrase is said beside the field, and after too many one has to wait", async () => {
  let waitSeconds = 0;
  const { user } = show("", {
    project: null,
    locked_project: () => ({ ...locked, users: [ana], waitSeconds }),
    sign_in: () => {
      waitSeconds = 2;
      throw {
        code: "vault.wrong_passphrase",
        params: { user: "Ana" },
        message: "no",
        hint: "no",
      };
    },
  });
  const field = await screen.findByTestId("passphrase");
  // The only user is chosen, and types at once.
  await waitFor(() => expect(document.activeElement).toBe(field));
  await user.keyboard("wrong{Enter}");
  expect(await screen.findByText(/This is not the passphrase of Ana\./)).toBeTruthy();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  expect((await screen.findByTestId("wait")).textContent).toContain("2 seconds");
  expect(screen.getByTestId("sign-in")).toHaveProperty("disabled", true);
  await waitFor(() => expect(screen.queryByTestId("wait")).toBeNull(), { timeout: 4000 });
  expect(screen.getByTestId("sign-in")).toHaveProperty("disabled", false);
});

test("a project of before that has users asks who is there, and another one can be chosen", async () => {
  let waiting: LockedView | null = null;
  const { user, calls } = show("", {
    project: null,
    recent_projects: [{ key: "a", name: "Pilot", place: "pilot", openedAt: since, found: true }],
    locked_project: () => waiting,
    open_recent: () => {
      waiting = locked;
      throw { code: "store.locked", params: {}, message: "Locked.", hint: "" };
    },
    leave_locked: () => {
      waiting = null;
      return null;
    },
  });
  await user.click(await screen.findByRole("button", { name: /^Pilot/ }));
  expect(await screen.findByText("Who are you?")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
  await reach(user, "leave-locked");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("new-project")).toBeTruthy();
  expect(sent(calls, "leave_locked")).toBeDefined();
});

test("the recovery key gives a coordinator another passphrase", async () => {
  const key = "NVFK K1PE 7XSJ H0ZW XZ7V 2HRB K6RV 3622 RC05";
  let answer: () => unknown = () => {
    throw { code: "vault.wrong_recovery_key", params: {}, message: "", hint: "" };
  };
  const { user, calls } = show("", {
    project: null,
    locked_project: locked,
    recover: () => answer(),
  });
  await user.click(await screen.findByTestId("use-recovery"));
  // The field of the key has the focus; only Ana can get a passphrase.
  await user.keyboard(key.toLowerCase());
  expect(screen.getByText("36 of 36 letters and digits")).toBeTruthy();
  expect(screen.getByText("Ana gets a new passphrase.")).toBeTruthy();
  await user.type(screen.getByTestId("passphrase"), "lamp river anvil moss");
  await user.type(screen.getByTestId("passphrase-again"), "lamp river anvil moss{Enter}");
  expect(await screen.findByText(/This recovery key does not open this project\./)).toBeTruthy();
  answer = () => ({ ...project, you: ana });
  await user.click(screen.getByTestId("recover"));
  expect(await screen.findByText("Bring in the data")).toBeTruthy();
  expect(sent(calls, "recover")).toEqual({
    key: key.toLowerCase(),
    user: "Ana",
    passphrase: "lamp river anvil moss",
  });
});

test("Ctrl L locks, and nothing of the project stays on the screen", async () => {
  let open = true;
  const { user } = show("#/samples", {
    project: () => (open ? { ...project, name: "Ward seven", you: ana } : null),
    sets: [aSet({ id: 7, name: "knee scans", nSamples: 0 })],
    locked_project: () => ({ ...locked, name: "Ward seven", atWork: true }),
    rename_set: null,
    lock_project: async () => {
      open = false;
      await emit("project-changed", null);
      return null;
    },
  });
  expect((await screen.findAllByText("knee scans")).length).toBeGreaterThan(0);
  await user.keyboard("{Control>}l{/Control}");
  expect(await screen.findByTestId("sign-in")).toBeTruthy();
  expect(screen.getByTestId("at-work").textContent).toContain("Work goes on");
  // Who was there is chosen already.
  expect(screen.getByRole("radio", { name: "Ana, Coordinator" })).toHaveProperty("checked", true);
  await emit("job-changed", { id: 4, kind: "import", title: "elbow scans", state: "running" });
  expect(document.body.textContent).not.toMatch(/knee scans|elbow scans/);
  expect(document.title).toBe("Touchstone");
});
