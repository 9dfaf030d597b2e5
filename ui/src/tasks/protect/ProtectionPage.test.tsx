import { emit } from "@tauri-apps/api/event";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ProtectionView, RecoveryView, UserView } from "../../core/bindings";
import { project, reach, sent, show } from "../../testing/render";

const since = "2026-11-24T03:00:00Z";
const ana: UserView = { name: "Ana", role: "coordinator", since };
const rui: UserView = { name: "Rui", role: "reader", since };
const none: ProtectionView = {
  encrypted: false,
  users: [],
  you: null,
  recoverySince: null,
  idleMinutes: 15,
  checkpoint: "touchstone/QXU3\n3\n79mA=\n\n— touchstone/QXU3 pD/3=\n",
  key: "touchstone/QXU3+a43ff728+AQlB",
};
const some: ProtectionView = {
  ...none,
  encrypted: true,
  users: [ana, rui],
  you: ana,
  recoverySince: since,
};
const recovery: RecoveryView = {
  key: "NVFK-K1PE-7XSJ-H0ZW-XZ7V-2HRB-K6RV-3622-RC05",
  unreadable: 0,
};
const words = "lamp river anvil moss";

const heading = () => screen.getByRole("heading", { name: "Protection" });

/** An answer that comes when the test says so. */
function later<T>() {
  let resolve: (answer: T) => void = () => {};
  let reject: (problem: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

test("a project is protected by keyboard, and the key stays until somebody has it on paper", async () => {
  let is = none;
  const done = later<RecoveryView>();
  const { user, calls } = show("#/protection", {
    protection: () => is,
    protect_project: () => done.promise,
    save_recovery: true,
    lock_project: null,
  });
  expect(await screen.findByText(/encryption of the whole disk/)).toBeTruthy();
  expect(screen.getByTestId("checkpoint").textContent).toContain("79mA=");
  await reach(user, "protect");
  await user.keyboard("{Enter}");
  await screen.findByRole("dialog");
  await user.keyboard("Ana");
  await user.type(screen.getByTestId("passphrase"), words);
  await user.type(screen.getByTestId("passphrase-again"), `${words}{Enter}`);
  expect(sent(calls, "protect_project")).toEqual({
    request: { name: "Ana", passphrase: words, encrypt: true },
  });

  await screen.findByTestId("waiting");
  await emit("protecting", { done: 3, total: 12 });
  expect(await screen.findByText("25 %")).toBeTruthy();
  await user.keyboard("{Escape}{Alt>}1{/Alt}");
  expect(screen.getByTestId("waiting")).toBeTruthy();

  is = some;
  await emit("project-changed", { ...project, you: ana, encrypted: true });
  done.resolve(recovery);
  const key = await screen.findByTestId("recovery-key");
  expect(within(key).getAllByRole("listitem").length).toBe(9);
  expect(document.body.textContent).not.toContain(words);
  await user.keyboard("{Escape}{Alt>}1{/Alt}{Control>}l{/Control}");
  expect(screen.getByTestId("recovery-key")).toBeTruthy();
  expect(sent(calls, "lock_project")).toBeUndefined();
  await user.click(screen.getByTestId("save-recovery"));
  expect(sent(calls, "save_recovery")).toEqual({ key: recovery.key });
  expect(await screen.findByText(/Delete the file once it is printed/)).toBeTruthy();
  expect(screen.getByTestId("key-done")).toHaveProperty("disabled", true);
  await user.click(screen.getByTestId("key-printed"));
  await user.click(screen.getByTestId("key-done"));
  await waitFor(() => expect(screen.queryByTestId("recovery-key")).toBeNull());
  expect(window.location.hash).toBe("#/protection");
  expect(await screen.findByTestId("users")).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(heading()));
});

test("encrypting that is stopped leaves the project as it was, and says so", async () => {
  const done = later<number>();
  const { user, calls } = show("#/protection", {
    project: { ...project, you: ana },
    protection: { ...some, encrypted: false },
    set_encrypted: () => done.promise,
    stop_waiting: () => {
      done.reject({ code: "store.stopped", params: {}, message: "", hint: "" });
      return null;
    },
  });
  await user.click(await screen.findByTestId("encrypt-now"));
  await user.type(await screen.findByTestId("your-passphrase"), `${words}{Enter}`);
  expect(sent(calls, "set_encrypted")).toEqual({ encrypted: true, passphrase: words });
  await user.click(await screen.findByTestId("stop-waiting"));
  expect(await screen.findByText("Stopped: the project is as it was.")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a user is added with a role, and removed after it was said what that means", async () => {
  const { user, calls } = show("#/protection", {
    project: { ...project, you: ana },
    protection: some,
    add_user: some,
    remove_user: some,
  });
  await reach(user, "add-user");
  await user.keyboard("{Enter}");
  await screen.findByRole("dialog");
  await user.keyboard("Eva");
  await user.click(screen.getByTestId("role-auditor"));
  await user.type(screen.getByTestId("passphrase"), words);
  await user.type(screen.getByTestId("passphrase-again"), `${words}{Enter}`);
  await waitFor(() =>
    expect(sent(calls, "add_user")).toEqual({
      request: { name: "Eva", role: "auditor", passphrase: words },
    }),
  );
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(screen.getByTestId("user-menu-Rui"));
  await user.click(await screen.findByTestId("remove-user"));
  expect(await screen.findByText(/What they did stays in the trail/)).toBeTruthy();
  await user.click(screen.getByTestId("confirm-remove"));
  await waitFor(() => expect(sent(calls, "remove_user")).toEqual({ name: "Rui" }));
});

test("another's passphrase is set by who proves to be a coordinator", async () => {
  const { user, calls } = show("#/protection", {
    project: { ...project, you: ana },
    protection: some,
    set_passphrase: () => {
      throw { code: "vault.wrong_passphrase", params: { user: "Ana" }, message: "", hint: "" };
    },
  });
  await user.click(await screen.findByTestId("user-menu-Rui"));
  await user.click(await screen.findByTestId("set-passphrase-of"));
  await user.type(await screen.findByTestId("your-passphrase"), "not mine");
  await user.type(screen.getByTestId("passphrase"), words);
  await user.type(screen.getByTestId("passphrase-again"), `${words}{Enter}`);
  expect(await screen.findByText(/This is not the passphrase of Ana\./)).toBeTruthy();
  expect(sent(calls, "set_passphrase")).toEqual({
    name: "Rui",
    yours: "not mine",
    passphrase: words,
  });
});

test("an auditor sees how the project is protected and changes their own passphrase only", async () => {
  const eva: UserView = { name: "Eva", role: "auditor", since };
  const { user, calls } = show("#/protection", {
    project: { ...project, you: eva, readOnly: true },
    protection: { ...some, users: [ana, eva], you: eva },
    save_checkpoint: true,
  });
  await screen.findByTestId("users");
  for (const id of ["add-user", "decrypt", "renew", "unprotect", "user-menu-Ana"])
    expect(screen.queryByTestId(id)).toBeNull();
  expect(screen.getByTestId("user-menu-Eva")).toBeTruthy();
  await user.click(screen.getByTestId("save-checkpoint"));
  await waitFor(() => expect(sent(calls, "save_checkpoint")).toBeDefined());
});
