import { invoke } from "@tauri-apps/api/core";
import type { AnswerRequest, BlindCase, ReadingView } from "./bindings";

// The reader's window has these commands and no others. They stand apart from the
// generated ones, so that its bundle does not even hold the names of the coordinator's.

/** Returns what the reading room shows before, between and after the cases. */
export function reading(): Promise<ReadingView> {
  return invoke<ReadingView>("reading");
}

/** Returns the first case without an answer, or nothing when all have one. */
export function nextCase(session: string): Promise<BlindCase | null> {
  return invoke<BlindCase | null>("next_case", { session });
}

/** Saves an answer durably, then returns the next case, or nothing after the last. */
export function saveAnswer(request: AnswerRequest): Promise<BlindCase | null> {
  return invoke<BlindCase | null>("save_answer", { request });
}

/** Returns the slots whose pixels may be fetched ahead: at most the next one. */
export function upcomingSlots(session: string): Promise<string[]> {
  return invoke<string[]>("upcoming_slots", { session });
}

/** Returns a case's pixels as a TPX1 block. */
export function casePixels(slot: string): Promise<ArrayBuffer> {
  return invoke<ArrayBuffer>("case_pixels", { slot });
}

/** Closes the reading room. */
export function leaveReading(): Promise<null> {
  return invoke<null>("leave_reading");
}
