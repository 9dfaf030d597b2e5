import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { MarkMapView } from "../../../core/bindings";
import { aFinding, anAnalysis } from "../../../testing/analysis";
import { someReadCases } from "../../../testing/readCases";
import { reach, show } from "../../../testing/render";
import { aStudy, stages } from "../../../testing/studies";

const map = (own: Partial<MarkMapView>): MarkMapView => ({
  question: "q_mark",
  questionText: "Where do you see it?",
  synthetic: false,
  generator: null,
  nAnswers: 8,
  nMarks: 0,
  cases: [],
  ...own,
});

const marked = [
  map({
    nMarks: 1,
    cases: [{ case: "c1", sample: null, nMarks: 1, size: [200, 100], marks: [[0.5, 0.5]] }],
  }),
  map({
    synthetic: true,
    generator: "GAN",
    nMarks: 3,
    cases: [
      {
        case: "c3",
        sample: { set: 2, ordinal: 0 },
        nMarks: 3,
        size: [200, 100],
        marks: [
          [0.1, 0.2],
          [0.1, 0.3],
          [0.9, 0.9],
        ],
      },
    ],
  }),
];

const cue = (label: string, arm: string, generator: string | null, value: number) =>
  aFinding({
    id: `q_cues/${label}/${arm}/${generator}`,
    question: "q_cues",
    quantity: `${arm}_share`,
    of: generator === null ? label : `${label} · ${generator}`,
    choice: label,
    generator,
    value,
    shown: value.toFixed(2),
  });

const choices = {
  section: "choices",
  title: "What was chosen",
  note: "",
  findings: [
    cue("Edges", "real", null, 0.1),
    cue("Edges", "synthetic", null, 0.31),
    cue("Noise", "real", null, 0),
    cue("Noise", "synthetic", null, 0.42),
  ],
};

const asked = {
  id: "q_cues",
  text: "What speaks for it?",
  answer: { kind: "several" as const, options: [], other: true },
  optional: false,
  cannotJudge: false,
  onlyIf: null,
};

const marks = { ...asked, id: "q_mark", answer: { kind: "mark" as const, most: 3 } };

const first = stages[0];
const study = aStudy({
  state: "unblinded",
  stages: first
    ? [
        ...stages,
        { ...first, id: "C", tasks: [{ id: "c", show: "single", items: [asked, marks] }] },
      ]
    : [],
});

function drawn(marks: MarkMapView[]) {
  return show("#/analysis/1", {
    studies: [study],
    analysis: anAnalysis({
      sections: [choices],
      readCases: [someReadCases({ metrics: [] })],
      marks,
    }),
    sets: [],
    shown_thumbnail: new ArrayBuffer(8),
    table_page: { columns: [], rows: [[]], first: 0 },
  });
}

test("each source has its map, how many marks it has, and the cues chosen most of it", async () => {
  drawn(marked);
  const part = await screen.findByTestId("analysis-marks");
  expect(within(part).getByRole("img", { name: "3 marks on cases of GAN" })).toBeTruthy();
  const [real, gan] = within(part).getAllByRole("figure");
  expect(real?.textContent).toContain("1 mark in 8 answers");
  expect(gan?.textContent).toContain("3 marks in 8 answers");
  const cues = within(gan as HTMLElement)
    .getAllByRole("row")
    .map((row) => row.textContent);
  expect(cues).toEqual(["Noise0.42", "Edges0.31"]);
  expect(within(real as HTMLElement).queryByText("Noise")).toBeNull();
});

test("the case with most marks comes first, and opens with what was said of it", async () => {
  const { user } = drawn(marked);
  const list = await screen.findByTestId("marked-cases");
  const cases = within(list)
    .getAllByRole("listitem")
    .map((item) => item.textContent);
  expect(cases).toEqual(["c3 · 3 marksSyntheticGAN", "c1 · 1 markRealReal"]);
  await reach(user, "marked-1");
  await user.keyboard("{Enter}");
  const dialog = await screen.findByTestId("case-dialog");
  expect(dialog.textContent).toContain("2 of 2 say synthetic");
});

test("where nobody marked anything, that is said", async () => {
  drawn([map({}), map({ synthetic: true, generator: "GAN" })]);
  expect((await screen.findByTestId("no-marks")).textContent).toBe("Nobody marked a picture.");
});
