import type { SectionView } from "../../core/bindings";
import { words } from "../../core/words";
import { Fold } from "../../shared/Fold";
import { rankOf } from "./arranging";
import { ChoicesPart } from "./ChoicesPart";
import { FindingsTable } from "./FindingsTable";
import { Part } from "./Part";
import { SubgroupsPlot } from "./SubgroupsPlot";

/** Numbers that belong together, each kind laid out as it is best read. */
export function SectionPart({ section }: { section: SectionView }) {
  const { title, note, findings } = section;
  return (
    <Part id={section.section} title={title} note={note} rank={rankOf(findings)}>
      <Laid section={section} />
    </Part>
  );
}

function Laid({ section }: { section: SectionView }) {
  const { title, findings } = section;
  switch (section.section) {
    case "calls":
      return <FindingsTable findings={findings} caption={title} byMethod />;
    case "choices":
      return <ChoicesPart section={section} />;
    case "subgroups":
      return <SubgroupsPlot findings={findings} />;
    case "repeats":
      return (
        <Fold
          title={words("analysis.numbers", { count: findings.length })}
          note={words("analysis.repeatsNote")}
          testId="repeats"
        >
          <FindingsTable findings={findings} caption={title} />
        </Fold>
      );
    default:
      return <FindingsTable findings={findings} caption={title} />;
  }
}
