import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { aFinding, anAnalysis } from "../../../testing/analysis";
import { someReadCases } from "../../../testing/readCases";
import { type Answers, reach, show } from "../../../testing/render";
import { aStudy } from "../../../testing/studies";

const section = {
  section: "concordance",
  title: "Metrics against experts",
  note: "It explores.",
  findings: [aFinding({ rank: "exploratory", quantity: "metric_rho", of: "GIQA" })],
};

const table = {
  columns: [{ name: "age", number: true, nMissing: 0 }],
  rows: [["67"]],
  first: 0,
};

function compared(own: Answers = {}) {
  return show("#/analysis/1", {
    studies: [aStudy({ state: "unblinded" })],
    analysis: anAnalysis({ sections: [section], readCases: [someReadCases({})] }),
    sets: [],
    table_page: table,
    ...own,
  });
}

const rows = () => within(screen.getByTestId("case-list")).getAllByRole("rowheader");
const ids = () => rows().map((row) => row.textContent);

/** Makes a rectangle of the upper half and as wide as the picture. */
async function brushTop(user: UserEvent) {
  await reach(user, "scatter");
  await user.keyboard("{ArrowUp}");
  for (let step = 0; step < 10; step += 1) await user.keyboard("{ArrowLeft}");
  for (let step = 0; step < 20; step += 1) await user.keyboard("{Shift>}{ArrowRight}{/Shift}");
  for (let step = 0; step < 10; step += 1) await user.keyboard("{ArrowUp}");
}

test("metrics stand in their order, with what was shown of them and what was not", async () => {
  compared();
  const metrics = await screen.findByTestId("metrics");
  const [, first, second] = within(metrics).getAllByRole("row");
  expect(first?.textContent).toContain("p = 0.003 · agrees");
  expect(second?.textContent).toContain("p = 0.210 · not shown");
  expect(second?.textContent).toContain("high *");
  const part = screen.getByTestId("analysis-concordance").textContent;
  expect(part).toContain("1 of 2 metrics agrees with the experts");
  expect(part).toContain("readers among themselves, 0.50 to 0.62");
  expect(part).toContain("readers with their own repeats, 0.71");
});

test("the cases that are farthest apart come first, and another metric has its own order", async () => {
  const { user } = compared();
  await screen.findByTestId("case-list");
  expect(ids()).toEqual(["c3", "c4", "c2", "c1"]);
  await reach(user, "metric-giqa");
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement?.textContent).toBe("Density");
  expect(document.activeElement?.getAttribute("aria-pressed")).toBe("true");
  expect(ids()).toEqual(["c4", "c3", "c1"]);
  expect(screen.getByTestId("case-count").textContent).toContain("1 has no value.");
});

test("a rectangle by keyboard leaves the cases in it, and Escape brings all of them back", async () => {
  const { user } = compared();
  await brushTop(user);
  expect(ids()).toEqual(["c3"]);
  expect(screen.getByTestId("case-count").textContent).toBe("1 of 4 cases chosen");
  await user.keyboard("{Escape}");
  expect(ids()).toHaveLength(4);
});

test("from the rectangle Enter leads to the list, and there to the case with all that was said", async () => {
  const { user } = compared();
  await brushTop(user);
  await user.keyboard("{Enter}");
  expect(document.activeElement?.textContent).toBe("c3");
  expect(screen.getByTestId("chosen-case").textContent).toContain(
    "GIQA: −0.75, more real than the experts say",
  );
  await user.keyboard("{Enter}");
  const dialog = await screen.findByTestId("case-dialog");
  for (const said of ["GAN", "2 of 2 say synthetic", "3 · surely synthetic", "right"])
    expect(dialog.textContent).toContain(said);
  expect((await within(dialog).findByText("67")).closest("dl")?.textContent).toBe("age67");
});

test("a long name of a source is told whole of the case that the keyboard is at", async () => {
  const generator = "latent_diffusion_resnet_backbone_v2.1_guidance_7.5_fold3";
  const cases = someReadCases({}).cases.map((one) =>
    one.case === "c3" ? { ...one, generator } : one,
  );
  const { user } = compared({
    analysis: anAnalysis({ sections: [section], readCases: [someReadCases({ cases })] }),
  });
  await reach(user, "case-1");
  expect(document.activeElement?.textContent).toBe("c3");
  const chosen = within(screen.getByTestId("chosen-case"));
  const name = chosen.getByText(generator);
  expect(name.closest("[data-lines]")?.getAttribute("data-lines")).toBe("all");
});

test("a source that is left out is neither in the picture nor in the list", async () => {
  const { user } = compared();
  const gan = await screen.findByRole("button", { name: "GAN, 1 case" });
  gan.focus();
  await user.keyboard("{Enter}");
  expect(gan.getAttribute("aria-pressed")).toBe("false");
  expect(ids()).toEqual(["c4", "c2", "c1"]);
});

test("where nothing was measured, it is said what could be", async () => {
  const metric = {
    id: "giqa",
    title: "GIQA",
    level: ["instance"],
    modalities: ["image"],
    needs: "",
  };
  const { user } = compared({
    analysis: anAnalysis({ readCases: [someReadCases({ metrics: [] })] }),
    metric_catalogue: [metric, { ...metric, title: "FID", level: ["dataset"] }],
  });
  const nothing = await screen.findByTestId("concordance-nothing");
  expect(
    (await within(nothing).findByText(/measure with GIQA in step Measure/)).textContent,
  ).toContain("No metric of single cases was measured");
  await reach(user, "to-measure");
  await user.keyboard("{Enter}");
  expect(window.location.hash).toBe("#/measure/new");
});
