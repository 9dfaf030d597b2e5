import { useQuery } from "@tanstack/react-query";
import { facts } from "../core/facts";

/** Whether nothing can be changed: a read-only disk or folder. */
export function useReadOnly(): boolean {
  return useQuery(facts.project()).data?.readOnly ?? false;
}
