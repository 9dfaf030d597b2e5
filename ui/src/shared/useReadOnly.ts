import { useQuery } from "@tanstack/react-query";
import { facts } from "../core/facts";

/** Whether nothing can be changed: a read-only disk or folder, or an auditor who looks at it. */
export function useReadOnly(): boolean {
  return useQuery(facts.project()).data?.readOnly ?? false;
}

/** Whether an auditor is there, who takes evidence along and changes nothing. */
export function useIsAuditor(): boolean {
  return useQuery(facts.project()).data?.you?.role === "auditor";
}
