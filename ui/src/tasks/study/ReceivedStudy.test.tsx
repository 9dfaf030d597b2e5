import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { reach, sent, show } from "../../testing/render";
import { aReader, aStudy } from "../../testing/studies";

const received = aStudy({
  received: true,
  state: "collecting",
  readers: [aReader({ done: 12 }), aReader({ code: "R2" })],
  audit: null,
  planHash: null,
});

test("a pack is opened with its passphrase", async () => {
  let unlocked = false;
  const { user, calls } = show("#/study", {
    studies: () => [{ ...received, unlocked }],
    unlock_pack: () => {
      unlocked = true;
      return { ...received, unlocked };
    },
  });
  expect(await screen.findByTestId("unlock-pack")).toHaveProperty("disabled", true);
  expect(screen.queryByTestId("readers-table")).toBeNull();
  await reach(user, "passphrase");
  await user.keyboard("lamp river anvil{Enter}");
  expect(await screen.findByTestId("open-room-R2")).toBeTruthy();
  expect(sent(calls, "unlock_pack")).toEqual({ id: 1, passphrase: "lamp river anvil" });
});

test("a wrong passphrase is said, and can be typed again", async () => {
  const unlock_pack = () => {
    throw { code: "seal.wrong_passphrase", params: {}, message: "", hint: "" };
  };
  const { user } = show("#/study", { studies: [{ ...received, unlocked: false }], unlock_pack });
  await reach(user, "passphrase");
  await user.keyboard("lamp{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("does not open the file");
  expect(screen.getByTestId("passphrase")).toHaveProperty("value", "lamp");
});

test("a received study is sealed, and its codes are told to be noted", async () => {
  const seal_session = {
    name: "study-1-R1.tssession",
    nAnswers: 12,
    head: "Q4F-77K",
    fingerprint: "KX3-9QT",
  };
  const { user, calls } = show("#/study", { studies: [received], seal_session });
  await reach(user, "seal-R1");
  await user.keyboard("{Enter}");
  await user.type(await screen.findByTestId("passphrase"), "lamp river anvil{Enter}");
  const sealed = await screen.findByTestId("sealed");
  for (const told of ["study-1-R1.tssession to the coordinator", "Q4F-77K", "KX3-9QT"]) {
    expect(sealed.textContent).toContain(told);
  }
  expect(sent(calls, "seal_session")).toEqual({
    study: 1,
    reader: "R1",
    passphrase: "lamp river anvil",
  });
  await reach(user, "sealed-close");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByTestId("sealed")).toBeNull());
});

test("nothing of audit, plan, balance or sides is asked for or shown", async () => {
  const { calls } = show("#/study", { studies: [received] });
  await screen.findByTestId("readers-table");
  const asked = calls.map(({ command }) => command);
  for (const command of ["audit_study", "plan", "balance", "exposures"]) {
    expect(asked).not.toContain(command);
  }
  expect(screen.queryByText(/6 real and 6 synthetic/)).toBeNull();
  for (const id of ["pack-study", "merge-sessions", "study-menu", "to-export", "new-study"]) {
    expect(screen.queryByTestId(id)).toBeNull();
  }
});
