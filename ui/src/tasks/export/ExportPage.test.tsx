import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { type Answers, project, reach, sent, show } from "../../testing/render";
import { aStudy } from "../../testing/studies";

const written = {
  place: "2026-11-24",
  createdAt: "2026-11-24T03:34:00Z",
  files: [
    { name: "answers.csv", meaning: "One line for each answer.", bytes: 4210, sha256: "b5bb9d" },
  ],
  leftOut: [],
  trouble: null,
};

const answers: Answers = {
  studies: [
    {
      id: 1,
      name: "Pilot",
      state: "collecting",
      designHash: "9c41",
      createdAt: "2026-11-24T03:20:00Z",
      modality: "image",
      nReal: 6,
      nSynthetic: 6,
      mostInARow: 3,
      minutes: 3,
      readers: [{ code: "R1", done: 2, total: 12, lastAnswerAt: null, reading: false }],
      questions: [],
    },
  ],
  exports: [written],
  export_study: written,
  save_export: "stick",
};

test("files are written without the truth by keyboard alone", async () => {
  const { user, calls } = show("#/export", answers);
  await reach(user, "write-export");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Wrote 1 file to 2026-11-24.")).toBeTruthy();
  expect(sent(calls, "export_study")).toMatchObject({
    request: { study: 1, run: null, withTruth: false, language: "en" },
  });
  expect(screen.getByText("4.2 kB")).toBeTruthy();
});

test("who answers for the files is typed once, and goes with each export", async () => {
  const { user, calls } = show("#/export", answers);
  await user.type(await screen.findByTestId("export-publisher"), "Ward 3");
  await user.type(screen.getByTestId("export-licence"), "ask us");
  await user.click(screen.getByTestId("write-export"));
  await waitFor(() =>
    expect(sent(calls, "export_study")).toMatchObject({
      request: { publisher: "Ward 3", licence: "ask us" },
    }),
  );
  const kept = calls.filter(({ command }) => command === "remember").map(({ args }) => args);
  expect(kept).toContainEqual({ key: "export.publisher", value: "Ward 3" });
});

test("the truth of a study that is being read cannot be written", async () => {
  show("#/export", answers);
  expect(await screen.findByText(/The truth of this study is closed/)).toBeTruthy();
  expect(screen.getByTestId("with-truth")).toHaveProperty("disabled", true);
});

test("a truth that is open goes out where it is asked for, once", async () => {
  const { user, calls } = show("#/export", {
    ...answers,
    studies: [aStudy({ id: 1, state: "unblinded" })],
  });
  await reach(user, "with-truth");
  await user.keyboard(" ");
  expect(screen.getByText(/cannot read these cases blinded any more/)).toBeTruthy();
  await reach(user, "write-export");
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(sent(calls, "export_study")).toMatchObject({
      request: { study: 1, run: null, withTruth: true, language: "en" },
    }),
  );
  await waitFor(() => expect(screen.getByTestId("with-truth")).toHaveProperty("checked", false));
});

test("an export of changed records says so", async () => {
  const trouble = {
    code: "workbench.trailBroken",
    message: "Changed.",
    hint: "Go back.",
    params: {},
  };
  show("#/export", { ...answers, exports: [{ ...written, trouble }] });
  expect((await screen.findByRole("alert")).textContent).toContain("not those that were written");
});

test("an auditor takes the results along, but never the truth", async () => {
  const { user, calls } = show("#/export", {
    project: {
      ...project,
      readOnly: true,
      you: { name: "Eva", role: "auditor", since: "2026-11-24T03:00:00Z" },
    },
    studies: [aStudy({ id: 1 })],
    export_study: {
      place: "exports/1",
      createdAt: "2026-11-24T03:00:00Z",
      files: [],
      trouble: null,
    },
  });
  expect(await screen.findByText(/Only a coordinator/)).toBeTruthy();
  expect(screen.getByTestId("with-truth")).toHaveProperty("disabled", true);
  await user.click(screen.getByTestId("write-export"));
  await waitFor(() =>
    expect(sent(calls, "export_study")).toMatchObject({
      request: { study: 1, run: null, withTruth: false, language: "en" },
    }),
  );
});

test("a file that could not be written is named with the reason", async () => {
  const why = {
    code: "exchange.too_many_rows",
    params: {},
    message: "The table has too many rows.",
    hint: "Use the CSV files.",
  };
  const leftOut = [{ name: "study.xlsx", meaning: "The tables as a workbook", why }];
  show("#/export", { ...answers, exports: [{ ...written, leftOut }] });
  const note = await screen.findByText(/study\.xlsx could not be written/);
  expect(note.textContent).toContain("The table has too many rows. Use the CSV files.");
});

test("the report comes in the language that is chosen, and the choice is kept", async () => {
  const { user, calls } = show("#/export", answers);
  await reach(user, "export-language");
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("option", { name: "Deutsch" }));
  await reach(user, "write-export");
  await user.keyboard("{Enter}");
  await waitFor(() =>
    expect(sent(calls, "export_study")).toMatchObject({ request: { language: "de" } }),
  );
  expect(sent(calls, "remember")).toEqual({ key: "report.language", value: "de" });
});
