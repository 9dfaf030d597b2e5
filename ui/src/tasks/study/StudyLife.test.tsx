import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { project, reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";
import { aReader, aStudy, plan, planOffer } from "../../testing/studies";

const sets = [aSet({ id: 1 }), aSet({ id: 2, name: "A", arm: "synthetic" })];

const packed = {
  name: "study-1.tspack",
  bytes: 12_400_000,
  keyName: "study-1.tskey",
  commitment: "5d0f",
  nStimuli: 12,
  readers: ["R1", "R2"],
  waiting: [{ reader: "R2", n: 12, nElsewhere: 4, until: "2026-12-03T10:00:00.000Z" }],
};

test("a study is packed once its passphrase was typed twice", async () => {
  const { user, calls } = show("#/study", { sets, studies: [aStudy({})], pack_study: packed });
  await reach(user, "pack-study");
  await user.keyboard("{Enter}");
  await user.type(await screen.findByTestId("passphrase"), "short");
  expect(screen.getByTestId("strength").textContent).toContain("Too easy");
  await user.type(screen.getByTestId("passphrase"), " lamp river anvil");
  await user.type(screen.getByTestId("passphrase-again"), "short lamp river");
  expect(screen.getByText("This is another one.")).toBeTruthy();
  expect(screen.getByTestId("confirm-pack")).toHaveProperty("disabled", true);
  await user.type(screen.getByTestId("passphrase-again"), " anvil{Enter}");
  const written = await screen.findByTestId("packed");
  for (const told of [
    "study-1.tspack",
    "study-1.tskey",
    "5d0f",
    "R1 and R2",
    "R2 saw 12",
    "4 in another",
  ]) {
    expect(written.textContent).toContain(told);
  }
  expect(sent(calls, "pack_study")).toEqual({ id: 1, passphrase: "short lamp river anvil" });
});

test("the locked plan is read, and changed no more", async () => {
  const core = { sets, studies: [aStudy({})], plan, plan_offer: planOffer };
  const { user, calls } = show("#/study", core);
  await reach(user, "plan");
  await user.keyboard("{Enter}");
  expect((await screen.findByTestId("locked-plan")).textContent).toContain("AUC by reader.");
  expect(screen.getByTestId("plan-scales")).toHaveProperty("checked", true);
  expect(screen.getByTestId("plan-concordance")).toHaveProperty("disabled", true);
  expect(sent(calls, "set_plan")).toBeUndefined();
});

test("merging lists complaints by file, and keeps those quiet that need nothing", async () => {
  const merge_sessions = {
    nFiles: 4,
    nSessions: 1,
    nNew: 12,
    complaints: [
      complaint("r2.tssession", "seal.merge_conflict", "r2 and r2b are different sessions."),
      complaint("r1b.tssession", "seal.merge_duplicate", "r1b holds the same session as r1."),
      complaint("r2.tssession", "seal.merge_clock_back", "The clock went back."),
      complaint(null, "seal.merge_missing_reader", "There is no session of reader R3."),
    ],
  };
  const { user } = show("#/study", { sets, studies: [aStudy({})], merge_sessions });
  await reach(user, "merge-sessions");
  await user.keyboard("{Enter}");
  expect((await screen.findByTestId("merged")).textContent).toContain("1 session counts");
  const [first, second, ...more] = screen.getAllByTestId("complaints");
  expect(within(first as HTMLElement).getAllByRole("listitem")).toHaveLength(2);
  expect(second?.textContent).toContain("R3");
  expect(more).toHaveLength(0);
  await reach(user, "harmless");
  await user.keyboard("{Enter}");
  expect(screen.getByText(/holds the same session/)).toBeTruthy();
});

test("a merge that was cancelled shows nothing", async () => {
  const { user, calls } = show("#/study", { sets, studies: [aStudy({})], merge_sessions: null });
  await reach(user, "merge-sessions");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(sent(calls, "merge_sessions")).toEqual({ study: 1 }));
  expect(screen.queryByTestId("merged")).toBeNull();
});

test("a study is unblinded with a reason, and only after it was named", async () => {
  const readers = [aReader({ done: 12, sealedAt: "2026-11-24T04:00:00Z" })];
  let state = "database-locked";
  const { user, calls } = show("#/study", {
    sets,
    studies: () => [
      aStudy({ state, readers, can: [state === "unblinded" ? "analysed" : "unblinded"] }),
    ],
    advance_study: ({ to }: { to: string }) => {
      state = to;
      return aStudy({ state, readers });
    },
  });
  await reach(user, "advance-unblinded");
  await user.keyboard("{Enter}");
  const confirm = await screen.findByTestId("confirm");
  await user.type(screen.getByTestId("confirm-name"), "Study 1");
  expect(confirm).toHaveProperty("disabled", true);
  await user.type(screen.getByTestId("reason"), "All answers are in.");
  await waitFor(() => expect(confirm).toHaveProperty("disabled", false));
  await reach(user, "confirm");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByTestId("study-state").textContent).toContain("Unblinded"));
  expect(sent(calls, "advance_study")).toEqual({
    id: 1,
    to: "unblinded",
    reason: "All answers are in.",
  });
  expect(screen.getByTestId("to-analysis").getAttribute("data-variant")).toBe("filled");
});

test("the sealing of a study needs no reason", async () => {
  const readers = [aReader({ done: 12, sealedAt: "2026-11-24T04:00:00Z" })];
  const study = aStudy({ state: "collecting", readers, can: ["sealed"] });
  const { user, calls } = show("#/study", { sets, studies: [study], advance_study: study });
  await reach(user, "advance-sealed");
  await user.keyboard("{Enter}");
  await reach(user, "confirm");
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(sent(calls, "advance_study")).toEqual({ id: 1, to: "sealed", reason: "" }),
  );
});

test("one case is told in an emergency, with a reason", async () => {
  const { user, calls } = show("#/study", {
    sets,
    studies: [aStudy({})],
    reveal_case: [{ case: "4f2a", arm: "real", generator: null }],
  });
  await reach(user, "study-menu");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByTestId("reveal-case"));
  await user.type(await screen.findByTestId("reveal-number"), "7{Enter}");
  expect(sent(calls, "reveal_case")).toBeUndefined();
  await user.type(screen.getByTestId("reason"), "An incidental finding.");
  await user.click(screen.getByTestId("confirm"));
  expect((await screen.findByTestId("revealed")).textContent).toMatch(/^Real.*4f2a/);
  expect(sent(calls, "reveal_case")).toEqual({
    study: 1,
    reader: "R1",
    number: 7,
    reason: "An incidental finding.",
  });
});

test("a new version is made with a reason", async () => {
  const { user, calls } = show("#/study", {
    sets,
    studies: [aStudy({})],
    amend_study: aStudy({ id: 2, state: "draft", version: 2 }),
  });
  await reach(user, "study-menu");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByTestId("amend-study"));
  await user.type(await screen.findByTestId("reason"), "One more reader.");
  await user.click(screen.getByTestId("confirm"));
  await waitFor(() => expect(window.location.hash).toBe("#/study/2"));
  expect(sent(calls, "amend_study")).toEqual({ id: 1, reason: "One more reader." });
});

test("the ledger of who has seen whom is filtered and sorted", async () => {
  const at = { firstAt: "2026-11-24", lastAt: "2026-11-24" };
  const line = { ...at, set: "A", studies: ["Study 1"], elsewhere: null, there: null };
  const lines = [
    { ...line, reader: "R1", person: "R1", subject: "p2", n: 1 },
    { ...line, reader: "R2", person: "R2", subject: "p1", n: 3 },
  ];
  const exposures = { lines, readers: ["R1", "R2"], same: [] };
  const { user } = show("#/study", { sets, studies: [aStudy({})], exposures });
  await reach(user, "study-menu");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByTestId("exposures"));
  const table = await screen.findByTestId("exposure-table");
  const readers = () =>
    [...table.querySelectorAll("tbody td:first-child")].map((td) => td.textContent);
  expect(readers()).toEqual(["R1", "R2"]);
  await user.click(screen.getByTestId("sort-subject"));
  expect(readers()).toEqual(["R2", "R1"]);
  await user.type(screen.getByTestId("exposure-filter"), "p2");
  expect(readers()).toEqual(["R1"]);
});

test("the balance table is asked for when it is unfolded", async () => {
  const balance = {
    blocks: [
      {
        reader: "R1",
        round: 1,
        block: 1,
        stage: "A",
        task: "a",
        purpose: "counted",
        nReal: 6,
        nSynthetic: 6,
        longestRun: 3,
        nRepeats: 0,
        nearestRepeat: null,
      },
    ],
    hash: "77aa",
  };
  const { user, calls } = show("#/study", { sets, studies: [aStudy({})], balance });
  await reach(user, "balance");
  expect(sent(calls, "balance")).toBeUndefined();
  await user.keyboard("{Enter}");
  expect((await screen.findByTestId("balance-table")).textContent).toContain("counts");
});

function complaint(file: string | null, code: string, message: string) {
  return { file, reader: null, code, message, hint: "See to it." };
}

test("of two sessions that differ one is chosen", async () => {
  const conflict = { reader: "R1", code: "seal.merge_conflict", message: "They differ.", hint: "" };
  const merged = { nFiles: 2, nSessions: 0, nNew: 0 };
  const { user, calls } = show("#/study", {
    sets,
    studies: [aStudy({ state: "collecting" })],
    merge_sessions: {
      ...merged,
      complaints: [
        { ...conflict, file: "one.tssession" },
        { ...conflict, file: "two.tssession" },
      ],
    },
    choose_sessions: { ...merged, nSessions: 1, nNew: 12, complaints: [] },
  });
  await reach(user, "merge-sessions");
  await user.keyboard("{Enter}");
  const choose = await screen.findByTestId("merge-chosen");
  expect(choose).toHaveProperty("disabled", true);
  await user.click(screen.getByTestId("choose-two.tssession"));
  await user.click(choose);
  expect(sent(calls, "choose_sessions")).toEqual({
    study: 1,
    choices: [{ reader: "R1", file: "two.tssession" }],
  });
  await waitFor(() => expect(screen.queryByTestId("merge-chosen")).toBeNull());
});

test("a reader's key is enrolled before anything is merged", async () => {
  const { user, calls } = show("#/study", {
    sets,
    studies: [aStudy({})],
    enrol_reader: aStudy({}),
  });
  await reach(user, "study-menu");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByTestId("enrol-reader"));
  const key = "touchstone/ABCD+00000000+AA==";
  await user.type(await screen.findByTestId("enrol-key"), ` ${key} `);
  await user.click(screen.getByTestId("confirm-enrol"));
  expect(sent(calls, "enrol_reader")).toEqual({ study: 1, reader: "R1", key });
});

test("a session that somebody else began is not opened, but given back", async () => {
  const you = { name: "Ana", role: "coordinator" as const };
  const readers = [aReader({ code: "R1", user: "Rui", done: 0 }), aReader({ code: "R2", done: 0 })];
  const { user, calls } = show("#/study", {
    sets,
    studies: [aStudy({ readers })],
    project: { ...project, you },
    release_session: null,
  });
  expect(await screen.findByTestId("open-room-R2")).toBeTruthy();
  expect(screen.queryByTestId("open-room-R1")).toBeNull();
  await reach(user, "release-R1");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(sent(calls, "release_session")).toEqual({ study: 1, reader: "R1" }));
});
