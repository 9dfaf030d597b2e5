import { emit } from "@tauri-apps/api/event";
import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { anAnalysis } from "../../testing/analysis";
import { type Answers, reach, sent, show } from "../../testing/render";
import { aStudy } from "../../testing/studies";

const unblinded = aStudy({ state: "unblinded", can: ["analysed"] });

function analysed(own: Answers = {}) {
  return show("#/analysis/1", { studies: [unblinded], analysis: anAnalysis({}), ...own });
}

test("the claim comes first, and what only suggests stands apart", async () => {
  analysed();
  const claim = await screen.findByTestId("primary");
  expect(claim.textContent).toContain("Neither was shown.");
  expect(claim.textContent).toContain("Failing to tell says nothing of privacy.");
  const suggests = screen.getByTestId("exploratory");
  expect(suggests.textContent).toContain("Cases of GAN are told more easily.");
  expect(suggests.textContent).toContain("show nothing");
  expect(claim.compareDocumentPosition(suggests)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

test("every number of the core stands in the part that it belongs to, as the core writes it", async () => {
  const { user } = analysed();
  await reach(user, "repeats");
  await user.keyboard("{Enter}");
  for (const { section, findings } of anAnalysis({}).sections) {
    const part = screen.getByTestId(`analysis-${section}`);
    for (const { shown } of findings) expect(part.textContent).toContain(shown);
  }
});

test("what is to be known before is told above all", async () => {
  analysed({ analysis: anAnalysis({ warnings: ["A script gave all answers."] }) });
  expect((await screen.findByTestId("warnings")).textContent).toBe("A script gave all answers.");
});

test("each picture has a name that says what it shows", async () => {
  analysed();
  await screen.findByTestId("primary");
  const names = screen.getAllByRole("img").map((one) => one.querySelector("title")?.textContent);
  expect(names).toContain("The curves of 2 readers, and their mean: area 0.61 [0.52, 0.70]");
  expect(names).toContain("Areas from 0.56 to 0.66; of all readers 0.61 [0.52, 0.70]");
  const right = "Called right from 0.54 to 0.63; balanced accuracy of all 0.58 [0.49, 0.67]";
  expect(names).toContain(right);
  const figure = screen.getByText(right, { selector: "figcaption" }).closest("figure");
  expect(figure?.textContent).toContain("[0.51, 0.65] not within 0.4 to 0.6");
});

test("why there is no number is told to whoever tabs there", async () => {
  analysed();
  const part = await screen.findByTestId("analysis-agreement");
  const why = within(part).getByRole("button", {
    name: "none: Cases differ less than the errors of their ratings.",
  });
  why.focus();
  expect((await screen.findByRole("tooltip")).textContent).toBe(
    "Cases differ less than the errors of their ratings.",
  );
});

test("a row unfolds where its numbers come from, by keyboard", async () => {
  const { user } = analysed();
  const row = await screen.findByRole("button", { name: "Where the numbers come from: R2" });
  row.focus();
  await user.keyboard("{Enter}");
  expect(row.getAttribute("aria-expanded")).toBe("true");
  const told = document.getElementById(row.getAttribute("aria-controls") ?? "")?.textContent;
  for (const part of ["DeLong", "24 answers", "1 reader", "b56cb679", "Holm, of 2", "p = 0.0120"])
    expect(told?.replaceAll("\u00a0", " ")).toContain(part);
});

test("a table is sorted by a column, and back", async () => {
  const { user } = analysed();
  const part = await screen.findByTestId("analysis-readers");
  const first = () => within(part).getAllByRole("rowheader")[0]?.textContent;
  const head = within(part).getByRole("button", { name: "Called right" });
  head.focus();
  await user.keyboard("{Enter}{Enter}");
  expect(first()).toBe("R2");
  expect(head.closest("th")?.getAttribute("aria-sort")).toBe("ascending");
  await user.keyboard("{Enter}");
  expect(first()).toBe("R1");
});

test("the parts of the page lead there, and the keyboard with them", async () => {
  const { user } = analysed();
  await reach(user, "to-flow");
  await user.keyboard("{Enter}");
  expect(document.activeElement?.textContent).toBe("From the cases to the answers that count");
  const way = screen.getByTestId("flow").textContent;
  for (const part of ["14 cases", "28 to be read", "27 read", "54 answers", "48 count"])
    expect(way).toContain(part);
});

test("the planned analysis is marked as done, with a reason", async () => {
  const { user, calls } = analysed({ advance_study: unblinded });
  await reach(user, "mark-done");
  await user.keyboard("{Enter}");
  await user.type(await screen.findByTestId("reason"), "All looked at.");
  await reach(user, "confirm");
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(sent(calls, "advance_study")).toEqual({
      id: 1,
      to: "analysed",
      reason: "All looked at.",
    }),
  );
});

test("what is marked already leads on to the export", async () => {
  const { user } = analysed({ studies: [aStudy({ state: "analysed" })] });
  const onward = await reach(user, "to-export");
  expect(onward.getAttribute("data-variant")).toBe("filled");
  expect(screen.queryByTestId("mark-done")).toBeNull();
  await user.keyboard("{Enter}");
  expect(window.location.hash).toBe("#/export");
});

test("a study that is still blinded is not analysed, and leads back to its page", async () => {
  const analysis = () => {
    throw { code: "workbench.stillBlinded", params: { state: "sealed" }, message: "", hint: "" };
  };
  const { user } = analysed({ studies: [aStudy({ state: "sealed" })], analysis });
  expect(await screen.findByText("“Study 1” is still blinded")).toBeTruthy();
  await reach(user, "to-study");
  await user.keyboard("{Enter}");
  expect(window.location.hash).toBe("#/study/1");
});

test("without a study the page says what it is for", async () => {
  const { user } = show("#/analysis", { studies: [] });
  expect(await screen.findByText("See what the answers say")).toBeTruthy();
  await reach(user, "to-studies");
  await user.keyboard("{Enter}");
  expect(window.location.hash).toBe("#/study");
});

test("what takes long tells how far it is, can be stopped, and begun again", async () => {
  let fail: (problem: unknown) => void = () => undefined;
  const waits = new Promise((_, reject) => {
    fail = reject;
  });
  let asked = 0;
  const analysis = () => {
    asked += 1;
    return asked === 1 ? waits : anAnalysis({});
  };
  const stop_waiting = () => {
    fail({ code: "workbench.stopped", params: {}, message: "", hint: "" });
    return null;
  };
  const { user } = analysed({ analysis, stop_waiting });
  const progress = await screen.findByRole("progressbar", { name: "Analysing the answers…" });
  expect(screen.queryByTestId("stop-waiting")).toBeNull();
  await emit("analysing", { done: 3, total: 4 });
  await waitFor(() => expect(progress.getAttribute("aria-valuenow")).toBe("75"));
  await reach(user, (await screen.findByTestId("stop-waiting")) && "stop-waiting");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("It was stopped. Nothing was kept of it.")).toBeTruthy();
  await reach(user, "analyse-again");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("primary")).toBeTruthy();
});

test("what fails says why, and can be tried again", async () => {
  const analysis = () => {
    throw { code: "store.broken", params: {}, message: "The disk is full.", hint: "Make room." };
  };
  analysed({ analysis });
  expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
  expect(screen.getByTestId("analyse-again")).toBeTruthy();
});
