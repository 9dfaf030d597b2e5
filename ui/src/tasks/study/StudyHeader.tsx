import { Button, Select } from "@mantine/core";
import type { ReactNode } from "react";
import type { StudyView } from "../../core/bindings";
import { go } from "../../core/place";
import { textOf, words } from "../../core/words";
import { moment } from "../../shared/numbers";
import { PageHeader } from "../../shared/PageHeader";
import { languageName } from "./languages";

type Props = { study: StudyView; studies: StudyView[]; children?: ReactNode };

/** A study's name and size, the way to the others, and what can be done. */
export function StudyHeader({ study, studies, children }: Props) {
  return (
    <PageHeader title={study.name} sub={aboutStudy(study)}>
      {studies.length > 1 && (
        <Select
          aria-label={words("study.studies")}
          value={String(study.id)}
          w={200}
          data={studies.map((one) => ({ value: String(one.id), label: optionText(one) }))}
          onChange={(value) => value && go("study", Number(value))}
          data-testid="studies"
        />
      )}
      {!study.received && (
        <Button variant="default" onClick={() => go("study", "new")} data-testid="new-study">
          {words("study.another")}
        </Button>
      )}
      {children}
    </PageHeader>
  );
}

function optionText({ name, version }: StudyView): string {
  return version > 1 ? words("study.nameVersion", { name, version }) : name;
}

function aboutStudy(study: StudyView): string {
  return [
    // What came in a pack tells nothing of its sides.
    ...(study.received
      ? []
      : [words("study.about", { real: study.nReal, synthetic: study.nSynthetic })]),
    words("count.readers", { count: study.readers.length }),
    words("study.minutes", { count: study.minutes }),
    moment(study.createdAt),
  ].join(" · ");
}

/** What readers are asked by, and in which language. */
export function protocolText({ protocol, language }: StudyView): string {
  return language === "" ? protocol : `${protocol} · ${languageName(language)}`;
}

/** The state of a study in words. */
export function stateText({ state }: Pick<StudyView, "state">): string {
  return textOf("ui", `study.is.${state}`) ?? state;
}
