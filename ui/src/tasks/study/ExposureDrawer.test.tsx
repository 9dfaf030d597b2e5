import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";
import { aStudy } from "../../testing/studies";

const sets = [aSet({ id: 1 }), aSet({ id: 2, name: "A", arm: "synthetic" })];

const seen = {
  set: "A",
  firstAt: "2026-11-24",
  lastAt: "2026-11-24",
  n: 1,
};
const own = { ...seen, studies: ["Study 1"], elsewhere: null, there: null };
const other = { ...seen, studies: [], elsewhere: "Ward 7", there: "R9" };
const ledger = {
  lines: [
    { ...own, reader: "R4", person: "R1", subject: "p1" },
    { ...own, reader: "R2", person: "R2", subject: "p1" },
    { ...other, reader: "R1", person: "R1", subject: "", set: "" },
  ],
  readers: ["R1", "R2", "R4"],
  same: [{ reader: "R4", person: "R1" }],
};

const file = {
  project: "Ward 7",
  madeAt: "2026-11-24T10:00:00.000Z",
  readers: [
    { reader: "R1", n: 3, here: "R1" },
    { reader: "R9", n: 1, here: null },
  ],
  known: ["R1", "R2", "R4"],
  namesPatients: true,
  notes: ["1 entry is left out: its hash is none."],
};

const brought = {
  project: "Ward 7",
  nNew: 3,
  nKnown: 0,
  nNobody: 1,
  nSamePatients: 2,
  notes: [],
};

async function opened(answers: Record<string, unknown>) {
  const shown = show("#/study", { sets, studies: [aStudy({})], exposures: ledger, ...answers });
  await reach(shown.user, "study-menu");
  await shown.user.keyboard("{Enter}");
  await shown.user.click(await screen.findByTestId("exposures"));
  return shown;
}

async function chosen(answers: Record<string, unknown>, item: string) {
  const shown = await opened(answers);
  await reach(shown.user, "exposure-menu");
  await shown.user.keyboard("{Enter}");
  await shown.user.click(await screen.findByTestId(item));
  return shown;
}

test("rows of other projects say so, and codes of one person stand together", async () => {
  await opened({});
  const table = await screen.findByTestId("exposure-table");
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => row.textContent);
  expect(rows[0]).toContain("R1 (R9 there)");
  expect(rows[0]).toContain("In another project: Ward 7");
  expect(rows[0]).toContain("Not in this project");
  expect(rows[1]).toContain("R4 is R1");
  expect(rows[2]).toMatch(/^R2p1/);
});

test("an empty ledger says so and still takes exposures of another project", async () => {
  await opened({ exposures: { lines: [], readers: ["R1"], same: [] } });
  expect(await screen.findByText("Nobody has seen a case yet.")).toBeTruthy();
  await userOpensMenu();
  expect(screen.getByTestId("save-exposures")).toHaveProperty("disabled", true);
  expect(screen.getByTestId("bring-exposures")).toHaveProperty("disabled", false);
});

async function userOpensMenu() {
  (await screen.findByTestId("exposure-menu")).click();
  await screen.findByTestId("save-exposures");
}

test("who each reader there is here is proposed, and sent as it stands", async () => {
  const answers = { choose_exposures: file, bring_exposures: brought };
  const { user, calls } = await chosen(answers, "bring-exposures");
  await reach(user, "choose-exposures");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("R9 there, 1 sample")).toBeTruthy();
  expect(screen.getByTestId("here-R1")).toHaveProperty("value", "R1");
  expect(screen.getByTestId("here-R9")).toHaveProperty("value", "");
  expect(screen.getByTestId("exposure-notes").textContent).toContain("its hash is none");
  await user.click(screen.getByTestId("here-R9"));
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  await user.type(screen.getByTestId("linking-word"), "lamp river anvil{Enter}");
  const told = await screen.findByTestId("brought");
  expect(told.textContent).toContain("3 samples that were seen are new here.");
  expect(told.textContent).toContain("1 is of readers who are nobody here");
  expect(told.textContent).toContain("2 patients are the same");
  const asked = sent(calls, "bring_exposures") as { same: { person: string }[]; word: string };
  const [first, second] = asked.same;
  expect(first).toEqual({ reader: "R1", person: "R1" });
  expect(second?.person).toMatch(/^R[124]$/);
  expect(asked.word).toBe("lamp river anvil");
});

test("a file that is refused is told, and another one can be chosen", async () => {
  const choose_exposures = () => {
    throw { code: "workbench.exposureOwn", params: { name: "w" }, message: "", hint: "" };
  };
  const { user } = await chosen({ choose_exposures }, "bring-exposures");
  await reach(user, "choose-exposures");
  await user.keyboard("{Enter}");
  expect(await screen.findByText(/“w” is this project's own/)).toBeTruthy();
  expect(screen.getByTestId("choose-exposures")).toHaveProperty("disabled", false);
});

test("exposures are saved with the word that was typed", async () => {
  const save_exposures = { name: "w.tsexposure", nEntries: 2, nReaders: 2, namesPatients: true };
  const { user, calls } = await chosen({ save_exposures }, "save-exposures");
  await user.type(await screen.findByTestId("linking-word"), "lamp river anvil{Enter}");
  await waitFor(() => expect(screen.queryByTestId("linking-word")).toBeNull());
  expect(sent(calls, "save_exposures")).toEqual({ word: "lamp river anvil" });
});

test("two codes are said to be one person, and that is taken back", async () => {
  const { user, calls } = await chosen({ name_person: ledger }, "same-person");
  await user.click(await screen.findByTestId("apart-R4"));
  expect(sent(calls, "name_person")).toEqual({ reader: "R4", person: null });
  await user.click(screen.getByTestId("same-code"));
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  await user.click(screen.getByTestId("same-other"));
  await user.keyboard("{ArrowDown}{Enter}{Enter}");
  await reach(user, "confirm-same-person");
});
