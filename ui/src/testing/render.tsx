import { mockIPC } from "@tauri-apps/api/mocks";
import { render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ProjectView } from "../core/bindings";
import { newClient } from "../core/facts";
import { handOver } from "../core/handing";
import { App } from "../shell/App";

/** What the core answers to each command, by the command's name. */
export type Answers = { [command: string]: unknown };

/** A command that was sent, with what was sent along. */
export type Call = { command: string; args: unknown };

/** An open project in which nothing was done yet. */
export const project: ProjectView = {
  name: "Pilot",
  place: "pilot",
  readOnly: false,
  you: null,
  encrypted: false,
  isDemo: false,
  steps: ["samples", "measure", "study", "analysis", "export"].map((id) => ({
    id,
    state: "empty",
    note: "",
  })),
};

/** What the core says of an open project without anything in it. */
const nothing: Answers = {
  about: { version: "0.1.0" },
  recent_projects: [],
  open_asked: null,
  locked_project: null,
  touch: null,
  project,
  jobs: [],
  sets: [],
  runs: [],
  studies: [],
  exports: [],
  metric_catalogue: [],
  remembered: null,
  remember: null,
};

/**
 * Shows the window at an address, on a core that answers as told.
 *
 * An answer can be a function of what was sent along. What is not told fails.
 */
export function show(hash: string, own: Answers): { user: UserEvent; calls: Call[] } {
  const answers: Answers = { ...nothing, ...own };
  const calls: Call[] = [];
  mockIPC(
    (command, args) => {
      calls.push({ command, args });
      const answer = answers[command];
      if (answer === undefined) throw new Error(`nobody told what ${command} answers`);
      return typeof answer === "function" ? answer(args) : answer;
    },
    { shouldMockEvents: true },
  );
  handOver(false);
  window.location.hash = hash;
  render(<App client={newClient()} env="test" />);
  return { user: userEvent.setup(), calls };
}

/** Goes to what has this test name by the Tab key alone. */
export async function reach(user: UserEvent, testId: string): Promise<HTMLElement> {
  const wanted = await screen.findByTestId(testId);
  for (let step = 0; step < 80; step += 1) {
    if (wanted.contains(document.activeElement)) return wanted;
    await user.tab();
  }
  throw new Error(`${testId} cannot be reached by the Tab key`);
}

/** What was sent along with the last call of a command. */
export function sent(calls: Call[], command: string): unknown {
  return calls.findLast((call) => call.command === command)?.args;
}
