import { QueryClient, queryOptions } from "@tanstack/react-query";
import {
  type Arm,
  commands,
  type ImportPlan,
  type PowerRequest,
  type Rule,
  type StudyRequest,
} from "./bindings";
import { call } from "./call";
import { maskPicture, shownThumbnail, thumbnail } from "./raw";

/** What the core knows, each fact under a key of its own, asked once and kept until it changes. */
export const facts = {
  about: () => queryOptions({ queryKey: ["about"], queryFn: () => call(commands.about()) }),
  recent: () =>
    queryOptions({ queryKey: ["recent"], queryFn: () => call(commands.recentProjects()) }),
  project: () => queryOptions({ queryKey: ["project"], queryFn: () => call(commands.project()) }),
  /** Asked anew whenever no project is open, and kept no longer than that. */
  locked: () =>
    queryOptions({
      queryKey: ["locked"],
      queryFn: () => call(commands.lockedProject()),
      staleTime: 0,
      gcTime: 0,
    }),
  protection: () =>
    queryOptions({
      queryKey: ["protection"],
      queryFn: () => call(commands.protection()),
      gcTime: 0,
    }),
  desk: () =>
    queryOptions({ queryKey: ["desk"], queryFn: () => call(commands.readingDesk()), gcTime: 0 }),
  jobs: () => queryOptions({ queryKey: ["jobs"], queryFn: () => call(commands.jobs()) }),
  sets: () => queryOptions({ queryKey: ["sets"], queryFn: () => call(commands.sets()) }),
  table: (set: number, first: number, n: number) =>
    queryOptions({
      queryKey: ["table", set, first, n],
      queryFn: () => call(commands.tablePage(set, first, n)),
    }),
  notes: (set: number) =>
    queryOptions({ queryKey: ["notes", set], queryFn: () => call(commands.notes(set)) }),
  thumbnail: (set: number, ordinal: number, side: number) =>
    queryOptions({
      queryKey: ["thumbnail", set, ordinal, side],
      queryFn: async () =>
        new Blob([await call(thumbnail(set, ordinal, side))], { type: "image/png" }),
      gcTime: 60_000,
    }),
  /** A case of an unblinded study as readers saw it. */
  shownThumbnail: (study: number, id: string) =>
    queryOptions({
      queryKey: ["shownThumbnail", study, id],
      queryFn: async () =>
        new Blob([await call(shownThumbnail(study, id, 224))], { type: "image/png" }),
      gcTime: 60_000,
    }),
  rule: (plan: number, rule: Rule) =>
    queryOptions({
      queryKey: ["rule", plan, rule],
      queryFn: () => call(commands.previewRule(plan, rule)),
      gcTime: 0,
    }),
  methods: (set: number) =>
    queryOptions({ queryKey: ["methods", set], queryFn: () => call(commands.methods(set)) }),
  metrics: () =>
    queryOptions({ queryKey: ["metrics"], queryFn: () => call(commands.metricCatalogue()) }),
  runs: () => queryOptions({ queryKey: ["runs"], queryFn: () => call(commands.runs()) }),
  run: (id: number) =>
    queryOptions({ queryKey: ["run", id], queryFn: () => call(commands.run(id)) }),
  figure: (result: number) =>
    queryOptions({
      queryKey: ["figure", result],
      queryFn: () => call(commands.resultFigure(result)),
    }),
  studies: () => queryOptions({ queryKey: ["studies"], queryFn: () => call(commands.studies()) }),
  study: (id: number) =>
    queryOptions({ queryKey: ["study", id], queryFn: () => call(commands.study(id)) }),
  preview: (real: number, synthetic: number[]) =>
    queryOptions({
      queryKey: ["preview", real, ...synthetic],
      queryFn: () => call(commands.previewStudy(real, synthetic)),
    }),
  minutes: (request: StudyRequest) =>
    queryOptions({
      queryKey: ["minutes", request],
      queryFn: () => call(commands.expectedMinutes(request)),
    }),
  protocols: () =>
    queryOptions({ queryKey: ["protocols"], queryFn: () => call(commands.protocols()) }),
  /** A draft's cases do not change: its audit changes by mends only, and those answer with it. */
  audit: (study: number) =>
    queryOptions({ queryKey: ["audit", study], queryFn: () => call(commands.auditStudy(study)) }),
  /** What is covered of a draft's images; looked at anew each time, since mends change them. */
  masks: (study: number) =>
    queryOptions({
      queryKey: ["masks", study],
      queryFn: () => call(commands.maskPreview(study)),
      staleTime: 0,
      gcTime: 0,
    }),
  maskPicture: (study: number, arm: Arm) =>
    queryOptions({
      queryKey: ["maskPicture", study, arm],
      queryFn: async () => new Blob([await call(maskPicture(study, arm))], { type: "image/png" }),
      staleTime: 0,
      gcTime: 0,
    }),
  plan: (study: number) =>
    queryOptions({ queryKey: ["plan", study], queryFn: () => call(commands.plan(study)) }),
  planOffer: (study: number) =>
    queryOptions({
      queryKey: ["planOffer", study],
      queryFn: () => call(commands.planOffer(study)),
    }),
  power: (request: PowerRequest) =>
    queryOptions({ queryKey: ["power", request], queryFn: () => call(commands.power(request)) }),
  /** The studies that show how readers vary. */
  pilots: () => queryOptions({ queryKey: ["pilots"], queryFn: () => call(commands.pilots()) }),
  /** What the answers say; worked out anew whenever the project changed. */
  analysis: (study: number) =>
    queryOptions({ queryKey: ["analysis", study], queryFn: () => call(commands.analysis(study)) }),
  balance: (study: number) =>
    queryOptions({ queryKey: ["balance", study], queryFn: () => call(commands.balance(study)) }),
  exposures: () =>
    queryOptions({ queryKey: ["exposures"], queryFn: () => call(commands.exposures()) }),
  exports: () => queryOptions({ queryKey: ["exports"], queryFn: () => call(commands.exports()) }),
  remembered: (key: string) =>
    queryOptions({
      queryKey: ["remembered", key],
      queryFn: () => call(commands.remembered(key)),
    }),
  /** What was dropped on the window and waits for an answer; set by the event only. */
  offered: () =>
    queryOptions<ImportPlan | null>({
      queryKey: ["offered"],
      queryFn: () => null,
      gcTime: Number.POSITIVE_INFINITY,
    }),
};

/** Facts that stay as they are whatever happens in the project. */
const LASTING = new Set([
  "about",
  "metrics",
  "remembered",
  "offered",
  "thumbnail",
  "jobs",
  "audit",
  "masks",
  "maskPicture",
  "power",
]);

/** Asks again for what may have changed within the project. */
export function forgetProjectFacts(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => !LASTING.has(String(queryKey[0])) });
}

/** Drops everything that belongs to the project that was open: who locks it, leaves nothing behind. */
export function dropProjectFacts(client: QueryClient): void {
  client.removeQueries({
    predicate: ({ queryKey }) =>
      !["about", "metrics", "project", "locked"].includes(String(queryKey[0])),
  });
}

/** The screens' copy of what the core knows. */
export function newClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The core is on this machine: it answers without a network, and tells of changes itself.
        networkMode: "always",
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
