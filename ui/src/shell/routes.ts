import type { ComponentType } from "react";
import type { Page, Place } from "../core/place";
import { AnalysisPage } from "../tasks/analysis/AnalysisPage";
import { ExportPage } from "../tasks/export/ExportPage";
import { MeasurePage } from "../tasks/measure/MeasurePage";
import { ProtectionPage } from "../tasks/protect/ProtectionPage";
import { SamplesPage } from "../tasks/samples/SamplesPage";
import { StudyPage } from "../tasks/study/StudyPage";

/** The screen of each page, in the order of the work; then what belongs to the project as a whole. */
export const ROUTES: { [page in Page]: ComponentType<{ id: Place["id"] }> } = {
  samples: SamplesPage,
  measure: MeasurePage,
  study: StudyPage,
  analysis: AnalysisPage,
  export: ExportPage,
  protection: ProtectionPage,
};
