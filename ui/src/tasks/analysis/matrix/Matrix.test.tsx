import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { anAnalysis } from "../../../testing/analysis";
import { someReadCases } from "../../../testing/readCases";
import { reach, show } from "../../../testing/render";
import { aStudy } from "../../../testing/studies";

function read() {
  return show("#/analysis/1", {
    studies: [aStudy({ state: "unblinded" })],
    analysis: anAnalysis({ readCases: [someReadCases({ metrics: [] })] }),
    sets: [],
    table_page: { columns: [{ name: "age", number: true, nMissing: 0 }], rows: [["67"]], first: 0 },
  });
}

const told = () => screen.getByTestId("matrix-told").textContent;

test("each cell tells its reader, its case, the answer and the truth, by keyboard", async () => {
  const { user } = read();
  const first = await reach(user, "matrix-cell");
  expect(first.getAttribute("aria-label")).toBe("R1 · c1 · 1 · surely real · truth: Real · right");
  await user.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{ArrowDown}");
  const cell = screen.getByTestId("matrix-cell");
  expect(document.activeElement).toBe(cell);
  expect(told()).toBe("R2 · c4 · no answer that counts · truth: copula");
  expect(cell.getAttribute("aria-label")).toBe(told());
  expect([cell.ariaColIndex ?? cell.getAttribute("aria-colindex")]).toEqual(["4"]);
  await user.keyboard("{ArrowUp}");
  expect(told()).toBe("R1 · c4 · 1 · surely real · truth: copula · wrong");
});

test("a cell opens its case", async () => {
  const { user } = read();
  await reach(user, "matrix-cell");
  await user.keyboard("{End}{Enter}");
  const dialog = await screen.findByTestId("case-dialog");
  expect(dialog.textContent).toContain("no answer that counts");
  expect(await within(dialog).findByText("67")).toBeTruthy();
});

test("readers are sorted by what they called right, and keep their numbers", async () => {
  const { user } = read();
  const sort = await screen.findByTestId("matrix-sort");
  const heads = () =>
    within(screen.getByTestId("analysis-cases"))
      .getAllByRole("listitem")
      .map((head) => head.textContent);
  expect(heads()).toEqual(["R175 %ρ 0.40", "R2100 %ρ 0.60"]);
  await user.click(within(sort).getByText("called right"));
  expect(heads()).toEqual(["R2100 %ρ 0.60", "R175 %ρ 0.40"]);
});
