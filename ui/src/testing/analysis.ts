import type { AnalysisView, FindingView, SectionView } from "../core/bindings";

/** A number as the core tells of it, but for what a test cares about. */
export function aFinding(own: Partial<FindingView>): FindingView {
  return {
    id: "q_real/auc/obuchowski_rockette",
    rank: "secondary",
    quantity: "auc",
    title: "Area under the curve",
    method: "obuchowski_rockette",
    methodTitle: "Obuchowski–Rockette",
    question: "q_real",
    questionText: "Real or synthetic?",
    of: "",
    reader: null,
    generator: null,
    choice: null,
    value: 0.61,
    shown: "0.61 [0.52, 0.70]",
    interval: { low: 0.52, high: 0.7, level: 0.95, method: "or_hillis_delong" },
    noInterval: null,
    test: null,
    equivalence: null,
    reason: null,
    nAnswers: 24,
    nReaders: 2,
    nReal: 6,
    nSynthetic: 6,
    from: "b56cb679",
    ...own,
  };
}

const ofReader = (reader: string, own: Partial<FindingView>) =>
  aFinding({ id: `q_real/${own.quantity}/${reader}`, of: reader, reader, nReaders: 1, ...own });

const area = (reader: string, value: number, shown: string) =>
  ofReader(reader, { quantity: "auc", method: "delong", methodTitle: "DeLong", value, shown });

const right = (reader: string, value: number, shown: string) =>
  ofReader(reader, {
    quantity: "accuracy",
    title: "Called right",
    method: "wilson",
    methodTitle: "Wilson",
    value,
    shown,
    test: {
      null: 0.5,
      statistic: null,
      df: null,
      p: 0.012,
      adjusted: 0.024,
      adjustedBy: "holm",
      family: 2,
      shown: "p = 0.024",
    },
  });

const share = (arm: "real" | "synthetic", generator: string | null, shown: string) =>
  aFinding({
    id: `q_cues/${arm}_share/${generator}`,
    quantity: `${arm}_share`,
    title: arm === "real" ? "Of real cases" : "Of synthetic cases",
    question: "q_cues",
    questionText: "What speaks for it?",
    of: generator === null ? "Rounding" : `Rounding · ${generator}`,
    choice: "rounding",
    generator,
    value: 0.2,
    shown,
  });

const sections: SectionView[] = [
  {
    section: "calls",
    title: "Real or synthetic, all readers",
    note: "0.5 is chance.",
    findings: [
      aFinding({ rank: "primary" }),
      aFinding({
        id: "q_real/balanced_accuracy/obuchowski_rockette",
        rank: "primary",
        quantity: "balanced_accuracy",
        title: "Balanced accuracy",
        value: 0.58,
        shown: "0.58 [0.49, 0.67]",
        equivalence: {
          low: 0.4,
          high: 0.6,
          interval: { low: 0.51, high: 0.65, level: 0.9, method: "or_hillis_delong" },
          p: 0.21,
          holds: false,
        },
      }),
      aFinding({
        id: "q_real/auc/u_statistic",
        method: "u_statistic",
        methodTitle: "U-statistic",
        shown: "0.62 [0.50, 0.74]",
      }),
    ],
  },
  {
    section: "readers",
    title: "Each reader",
    note: "Below 0.5 is not an error.",
    findings: [
      area("R1", 0.66, "0.66 [0.51, 0.81]"),
      right("R1", 0.63, "0.63 [0.43, 0.79]"),
      area("R2", 0.56, "0.56 [0.40, 0.72]"),
      right("R2", 0.54, "0.54 [0.35, 0.72]"),
    ],
  },
  {
    section: "choices",
    title: "What was chosen",
    note: "Shares of answers.",
    findings: [
      share("real", null, "0.21 [0.12, 0.33]"),
      share("synthetic", null, "0.04 [0.01, 0.15]"),
      share("synthetic", "GAN", "0.05 [0.01, 0.22]"),
    ],
  },
  {
    section: "agreement",
    title: "Readers among themselves",
    note: "Read them beside the raw agreement.",
    findings: [
      aFinding({
        id: "q_realism/icc2/two_way_random",
        quantity: "icc2",
        title: "ICC(2,1)",
        question: "q_realism",
        questionText: "How realistic is it?",
        value: null,
        shown: "",
        interval: null,
        reason: {
          code: "stats.none",
          params: {},
          message: "Cases differ less than the errors of their ratings.",
          hint: "",
        },
      }),
    ],
  },
  {
    section: "repeats",
    title: "Readers and their own repeats",
    note: "The same case once more.",
    findings: [
      ofReader("R1", {
        quantity: "raw_agreement",
        title: "Answers that are the same",
        value: 0.8,
        shown: "0.80 [0.38, 0.96]",
      }),
    ],
  },
  {
    section: "subgroups",
    title: "By place, time and stratum",
    note: "They describe.",
    findings: [
      aFinding({
        id: "q_real/accuracy/wilson_two_way/quarter=1",
        quantity: "accuracy",
        title: "Called right",
        of: "Quarter 1 of the reading",
        value: 0.57,
        shown: "0.57 [0.42, 0.71]",
      }),
    ],
  },
];

/** What the answers of a small study say, but for what a test cares about. */
export function anAnalysis(own: Partial<AnalysisView>): AnalysisView {
  return {
    study: 1,
    name: "Study 1",
    plan: {
      primary: "Accuracy lies within 0.4 and 0.6.",
      secondary: "AUC by reader.",
      exclusions: "",
      missing: "",
      notes: "",
      hash: "f9a74c03",
    },
    followed: [],
    warnings: [],
    sentences: [
      { rank: "primary", text: "Neither was shown." },
      { rank: "primary", text: "Failing to tell says nothing of privacy." },
      { rank: "secondary", text: "Two readers call a case alike in 70 % of pairs." },
      { rank: "exploratory", text: "Cases of GAN are told more easily." },
    ],
    sections,
    curves: [
      {
        question: "q_real",
        reader: "R1",
        points: [
          [0, 0],
          [0.2, 0.5],
          [1, 1],
        ],
      },
      {
        question: "q_real",
        reader: "R2",
        points: [
          [0, 0],
          [0.5, 0.6],
          [1, 1],
        ],
      },
      {
        question: "q_real",
        reader: null,
        points: [
          [0, 0],
          [0.3, 0.5],
          [1, 1],
        ],
      },
    ],
    points: [
      { question: "q_real", reader: "R1", synthetic: false, counts: [4, 1, 1] },
      { question: "q_real", reader: "R1", synthetic: true, counts: [1, 2, 3] },
    ],
    readCases: [],
    marks: [],
    flow: {
      nReal: 8,
      nSynthetic: 6,
      nCatches: 1,
      readers: [
        { reader: "R1", nDue: 14, nRead: 14, nAnswers: 28, nExcluded: 4 },
        { reader: "R2", nDue: 14, nRead: 13, nAnswers: 26, nExcluded: 2 },
      ],
      excluded: [
        { reader: "R1", why: "training", n: 4 },
        { reader: "R2", why: "training", n: 2 },
      ],
    },
    methods: [
      {
        method: "wilson",
        title: "Wilson",
        about: "A share with Wilson’s interval.",
        source: "Wilson 1927",
      },
    ],
    ...own,
  };
}
