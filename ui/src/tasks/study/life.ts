import type { AuditView, ComplaintView, ReaderView, StudyView } from "../../core/bindings";

/** What comes next in the life of a locked study. */
export type Next = "read" | "seal" | "close" | "closeDatabase" | "unblind" | "analyse" | "done";

/** The states that a person brings a study to. */
export const STEPS = ["sealed", "database-locked", "unblinded", "analysed"] as const;

export type To = (typeof STEPS)[number];

/** What comes next: rooms first, then seals, then one state after another. */
export function nextOf({ state, readers }: Pick<StudyView, "state" | "readers">): Next {
  switch (state) {
    case "sealed":
      return "closeDatabase";
    case "database-locked":
      return "unblind";
    case "unblinded":
      return "analyse";
    case "analysed":
      return "done";
    default:
      if (
        readers.some((reader) => isOpen(reader) && (reader.done < reader.total || reader.formsLeft))
      )
        return "read";
      return readers.some(isOpen) ? "seal" : "close";
  }
}

/** Whether a study still takes answers. */
export function takesAnswers({ state }: Pick<StudyView, "state">): boolean {
  return state === "locked" || state === "collecting";
}

/** Whether a reader can still answer. */
export function isOpen({ sealedAt }: Pick<ReaderView, "sealedAt">): boolean {
  return sealedAt === null;
}

/** The states that a person may bring this study to, in their order. */
export function stepsOf({ can }: Pick<StudyView, "can">): To[] {
  return STEPS.filter((state) => can.includes(state));
}

/** Why a draft cannot be locked yet; nothing when it can. */
export type Unlockable = "auditing" | "unaudited" | "mend" | "left";

/** Why a draft cannot be locked yet: its audit has to be there, and must not fail. */
export function whyNotLocked(
  audit: AuditView | undefined,
  { busy, failed }: { busy: boolean; failed: boolean },
): Unlockable | null {
  if (busy) return "auditing";
  if (failed || !audit) return "unaudited";
  if (audit.verdict !== "fail") return null;
  return audit.suggested.length > 0 ? "mend" : "left";
}

/** Complaints about one file; nothing: about a reader of whom there is no file. */
export type OfFile = { file: string | null; complaints: ComplaintView[] };

/** What needs no action: the file is counted once, or a later one is. */
const HARMLESS = new Set(["seal.merge_duplicate", "seal.merge_superseded"]);

/** Whether nothing has to be done about a complaint. */
export function isHarmless({ code }: Pick<ComplaintView, "code">): boolean {
  return HARMLESS.has(code) || HARMLESS.has(`seal.${code}`);
}

/** Complaints by file, in the order in which files first appear. */
export function byFile(complaints: readonly ComplaintView[]): OfFile[] {
  const files = new Map<string | null, ComplaintView[]>();
  for (const complaint of complaints) {
    const of = files.get(complaint.file) ?? [];
    files.set(complaint.file, [...of, complaint]);
  }
  return [...files].map(([file, own]) => ({ file, complaints: own }));
}

/** Whether what was typed is the name that is asked for. */
export function namesIt(typed: string, name: string): boolean {
  return typed.trim() === name.trim();
}

/** A reader whose sessions say different things, and the files that do. */
export type Conflict = { reader: string; files: string[] };

/** The readers of whose sessions none counts until one is chosen. */
export function conflictsIn(complaints: readonly ComplaintView[]): Conflict[] {
  const files = new Map<string, string[]>();
  for (const { code, reader, file } of complaints) {
    if (code === "seal.merge_conflict" && reader !== null && file !== null)
      files.set(reader, [...(files.get(reader) ?? []), file].sort());
  }
  return [...files].map(([reader, own]) => ({ reader, files: own }));
}
