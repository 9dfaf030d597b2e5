import type {
  AuditView,
  LeakView,
  PilotView,
  PlanOffer,
  PlanView,
  PowerView,
  ProtocolView,
  ReaderView,
  StageView,
  StudyView,
} from "../core/bindings";

/** The question that every study asks. */
export const stages: StageView[] = [
  {
    id: "A",
    disclosed: true,
    tasks: [
      {
        id: "a",
        show: "single",
        items: [
          {
            id: "q_real",
            text: "Real or synthetic?",
            answer: { kind: "source", points: ["surely real", "unsure", "surely synthetic"] },
            optional: false,
            cannotJudge: false,
            onlyIf: null,
          },
        ],
      },
    ],
  },
];

/** A reader as the core tells of them, but for what a test cares about. */
export function aReader(own: Partial<ReaderView>): ReaderView {
  return {
    code: "R1",
    done: 0,
    total: 12,
    lastAnswerAt: null,
    reading: false,
    sealedAt: null,
    fingerprint: null,
    user: null,
    formsLeft: false,
    ...own,
  };
}

/** A locked study that nobody read yet, but for what a test cares about. */
export function aStudy(own: Partial<StudyView>): StudyView {
  return {
    id: 1,
    name: "Study 1",
    state: "locked",
    designHash: "9c41d07e",
    version: 1,
    createdAt: "2026-11-24T03:20:00Z",
    modality: "image",
    protocol: "Images, in short",
    language: "en",
    nReal: 6,
    nSynthetic: 6,
    mostInARow: 3,
    minutes: 3,
    readers: [aReader({})],
    stages,
    skipped: [],
    received: false,
    unlocked: true,
    can: [],
    planHash: "b7d2",
    audit: "pass",
    washoutDays: 0,
    rounds: 1,
    publicKey: null,
    ...own,
  };
}

/** The short protocol for images, but for what a test cares about. */
export function aProtocol(own: Partial<ProtocolView>): ProtocolView {
  return {
    id: "images-short",
    version: 1,
    title: "Images, in short",
    about: "Diagnosis and quality first; then real or synthetic.",
    modality: "image",
    languages: ["en", "pt"],
    minutes: 40,
    sessions: 1,
    power: 0.86,
    claim: "Readers' accuracy in “b_source” lies within ±0.1 of one half.",
    assumed: {
      readers: 8,
      cases: 80,
      margin: 0.1,
      accuracy: 0.5,
      withinReader: 0.005,
      withinCase: 0.05,
      pilot: null,
    },
    nReaders: 10,
    nReal: 20,
    nSynthetic: 20,
    nTraining: 6,
    nExamples: 2,
    repeatPercent: 15,
    stages,
    warnings: [],
    shipped: true,
    ...own,
  };
}

/** An attribute that tells nothing, but for what a test cares about. */
export function aLeak(own: Partial<LeakView>): LeakView {
  return {
    name: "mean",
    title: "Mean gray level",
    channel: "container",
    auc: 0.52,
    p: 0.81,
    word: null,
    tells: false,
    ...own,
  };
}

/** An audit that found nothing, but for what a test cares about. */
export function anAudit(own: Partial<AuditView>): AuditView {
  return {
    verdict: "pass",
    sentence: "Nothing but content tells the sources apart; a leak of 0.75 would have been found.",
    nReal: 20,
    nSynthetic: 20,
    leaks: [aLeak({})],
    mends: [],
    suggested: [],
    later: [],
    left: [],
    masked: 0,
    ...own,
  };
}

/** A study that shows how readers vary in their areas, and not in their calls. */
export const aPilot: PilotView = {
  study: 3,
  name: "Chest films, first round",
  readers: 5,
  cases: 60,
  area: { mean: 0.62, readers: 0.002, error: 0.004, covariance: 0.001, cases: 60 },
  noArea: null,
  accuracy: null,
  noAccuracy: null,
  byScript: false,
};

/** What a size can find. */
export const power: PowerView = {
  power: 0.42,
  fixedReaders: null,
  farFromPilot: false,
  mostCases: 2000,
  mostReaders: 100,
  worth: 61,
  fewestCases: 160,
  fewestReaders: 8,
  byCases: [
    [10, 0.2],
    [40, 0.42],
    [160, 0.8],
  ],
  byReaders: [
    [1, 0.2],
    [2, 0.42],
    [8, 0.8],
  ],
};

/** A plan of analysis, as it begins. */
export const plan: PlanView = {
  primary: "Accuracy lies within 0.4 and 0.6.",
  secondary: "AUC by reader.",
  exclusions: "Readers who miss obvious cases.",
  missing: "Left out.",
  notes: "",
  rules: { secondary: ["readers", "scales"], mostMissed: 20, diagnoses: [] },
  hash: null,
};

/** What the rules of that plan can name. */
export const planOffer: PlanOffer = {
  sections: [
    { section: "readers", title: "Each reader" },
    { section: "scales", title: "Scales" },
    { section: "concordance", title: "Metrics against experts" },
  ],
  diagnoses: [],
  references: [],
  nWithout: 0,
  nRare: 0,
};
