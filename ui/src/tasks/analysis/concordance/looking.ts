import type { CaseMetricView, ReadCasesView } from "../../../core/bindings";
import type { Source } from "../cases/sources";

/** What picture, list and case show together: one metric of a question, and one case of it. */
export type Looking = {
  read: ReadCasesView;
  metric: CaseMetricView;
  sources: Source[];
  /** The case that is looked at, by its place. */
  chosen: number | null;
  onChoose: (at: number) => void;
};
