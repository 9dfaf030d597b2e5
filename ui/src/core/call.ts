import type { Failure } from "./bindings";
import { textOf } from "./words";

/** A command's answer; when it fails, always with a {@link Failure}. */
export async function call<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (problem) {
    throw failureOf(problem);
  }
}

/** What went wrong in the words of the catalogue, whatever was thrown. */
export function failureOf(problem: unknown): Failure {
  if (!isFailure(problem)) {
    return {
      code: "ui.unexpected",
      params: {},
      message: textOf("ui", "failure.unexpected.message") ?? "",
      hint: textOf("ui", "failure.unexpected.hint") ?? "",
    };
  }
  const [namespace = "", ...rest] = problem.code.split(".");
  const key = rest.join(".");
  return {
    ...problem,
    message: textOf(namespace, `${key}.message`, problem.params) ?? problem.message,
    hint: textOf(namespace, `${key}.hint`, problem.params) ?? problem.hint,
  };
}

function isFailure(problem: unknown): problem is Failure {
  return (
    typeof problem === "object" &&
    problem !== null &&
    "code" in problem &&
    typeof problem.code === "string" &&
    "message" in problem &&
    typeof problem.message === "string" &&
    "hint" in problem &&
    typeof problem.hint === "string" &&
    "params" in problem &&
    typeof problem.params === "object"
  );
}
