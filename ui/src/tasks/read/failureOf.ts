import type { Failure } from "../../core/bindings";
import { say } from "./words";

/** What went wrong, as the core said it; whatever else was thrown gets plain words. */
export function failureOf(problem: unknown): Failure {
  if (isFailure(problem)) return problem;
  return { code: "reading.unexpected", params: {}, message: say("failure.unexpected"), hint: "" };
}

function isFailure(problem: unknown): problem is Failure {
  return (
    typeof problem === "object" &&
    problem !== null &&
    "code" in problem &&
    "message" in problem &&
    typeof problem.message === "string" &&
    "hint" in problem &&
    typeof problem.hint === "string"
  );
}
