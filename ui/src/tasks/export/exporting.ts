import type {
  ExportRequest,
  ExportView,
  ReportLanguage,
  RunHead,
  StudyView,
} from "../../core/bindings";

/** What the form holds before it is sent. */
export type Draft = {
  study: number | null;
  run: number | null;
  withTruth: boolean;
};

/** Who answers for the files, and under which terms others may use them; empty where nobody said. */
export type Terms = { publisher: string; licence: string };

/** Terms that are often chosen, by their addresses. */
export const LICENCES = [
  "https://creativecommons.org/publicdomain/zero/1.0/",
  "https://creativecommons.org/licenses/by/4.0/",
  "https://creativecommons.org/licenses/by-nc/4.0/",
] as const;

/** The languages that reports are written in, each by its own name. */
export const LANGUAGES: readonly { value: ReportLanguage; label: string }[] = [
  { value: "en", label: "English" },
  { value: "pt", label: "Português" },
  { value: "es", label: "Español" },
  { value: "de", label: "Deutsch" },
];

/** The language of a text that was kept; English for anything else. */
export function languageOf(kept: string | null): ReportLanguage {
  return LANGUAGES.find(({ value }) => value === kept)?.value ?? "en";
}

/** What is offered at first: the newest study and run, and never the truth. */
export function firstDraft(studies: readonly StudyView[], runs: readonly RunHead[]): Draft {
  return {
    study: newest(studies),
    run: newest(runs),
    withTruth: false,
  };
}

function newest(things: readonly { id: number }[]): number | null {
  return things.reduce<number | null>(
    (most, { id }) => (most === null || most < id ? id : most),
    null,
  );
}

/** What the core is asked for; nothing while there is nothing to write. */
export function requestOf(
  { study, run, withTruth }: Draft,
  language: ReportLanguage,
  { publisher, licence }: Terms,
): ExportRequest | null {
  if (study === null && run === null) return null;
  return {
    study,
    run,
    withTruth: study !== null && withTruth,
    language,
    publisher: publisher.trim() || null,
    licence: licence.trim() || null,
  };
}

/** Answers that are still to come, over all readers. */
export function answersToCome(study: StudyView | undefined): number {
  return study?.readers.reduce((sum, { done, total }) => sum + total - done, 0) ?? 0;
}

/** Exports with the newest first. */
export function newestFirst(exports: readonly ExportView[]): ExportView[] {
  return [...exports].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}
