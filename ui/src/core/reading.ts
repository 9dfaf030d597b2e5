import { invoke } from "@tauri-apps/api/core";
import type { AnswerRequest, FormRequest, ReadingStep, ReadingView } from "./bindings";

// The reader's window has these commands and no others. They stand apart from the
// generated ones, so that its bundle does not even hold the names of the coordinator's.

/** Returns what the reading room shows before, between and after the cases. */
export function reading(): Promise<ReadingView> {
  return invoke<ReadingView>("reading");
}

/** Returns the step that is open: a page to read, a form, a case, or the end. */
export function nextStep(session: string): Promise<ReadingStep> {
  return invoke<ReadingStep>("next_step", { session });
}

/** Passes a step that is only read, by its name, and returns the next one. */
export function passStep(session: string, step: string): Promise<ReadingStep> {
  return invoke<ReadingStep>("pass_step", { session, step });
}

/** Saves a form durably, then returns the next step. */
export function saveForm(request: FormRequest): Promise<ReadingStep> {
  return invoke<ReadingStep>("save_form", { request });
}

/** Saves an answer durably, then returns the next step. */
export function saveAnswer(request: AnswerRequest): Promise<ReadingStep> {
  return invoke<ReadingStep>("save_answer", { request });
}

/** Returns the slots of what is shown next, which may be fetched ahead. */
export function upcomingSlots(session: string): Promise<string[]> {
  return invoke<string[]>("upcoming_slots", { session });
}

/** Returns the pixels or values of one of what is shown, as a TPX1 or TSG1 block. */
export function casePixels(slot: string): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("case_pixels", { slot });
}

/** Closes the reading room. */
export function leaveReading(): Promise<null> {
  return invoke<null>("leave_reading");
}

/** Notes that somebody is there: else the project is locked after a while. */
export function touch(): Promise<null> {
  return invoke<null>("touch");
}
