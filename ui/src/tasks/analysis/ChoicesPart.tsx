import { useId, useState } from "react";
import type { FindingView, SectionView } from "../../core/bindings";
import { words } from "../../core/words";
import { ArmMark, armColor } from "../../shared/ArmMark";
import { type Choices, choicesOf, type Source } from "./arranging";
import styles from "./ChoicesPart.module.css";
import { Origin } from "./Origin";
import { OriginButton } from "./OriginButton";
import { endsOf } from "./plot";
import table from "./Table.module.css";
import { Value } from "./Value";
import { Wide } from "./Wide";

/** What was chosen, question by question: how often of each source. */
export function ChoicesPart({ section }: { section: SectionView }) {
  return (
    <div className={styles.questions}>
      {choicesOf(section).map((choices) => (
        <Question key={choices.question} choices={choices} />
      ))}
    </div>
  );
}

function Question({ choices: { question, sources, rows } }: { choices: Choices }) {
  const id = useId();
  return (
    <div>
      <h3 id={id} className={styles.question}>
        {question}
      </h3>
      <Wide label={question}>
        <table className={table.table} aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">{words("analysis.head.choice")}</th>
              {sources.map(({ arm, generator }, at) => (
                <th key={`${arm} ${generator}`} scope="col">
                  <span className={styles.source}>
                    <ArmMark arm={arm} size={8} place={markOf(sources, at)} />
                    <span title={generator ?? undefined}>{generator ?? words(`arm.${arm}`)}</span>
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Choice key={row.choice} row={row} sources={sources} />
            ))}
          </tbody>
        </table>
      </Wide>
    </div>
  );
}

/** The mark of a source: each generator has its own, all of them together the first. */
function markOf(sources: Source[], at: number): number {
  const generators = sources.filter(({ generator }) => generator !== null);
  return Math.max(
    0,
    generators.findIndex(({ generator }) => generator === sources[at]?.generator),
  );
}

function Choice({ row, sources }: { row: Choices["rows"][number]; sources: Source[] }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr data-open={open || undefined}>
        <th scope="row" className={styles.choice}>
          <OriginButton of={row.label} open={open} controls={id} onClick={() => setOpen(!open)}>
            {row.label}
          </OriginButton>
        </th>
        {row.shares.map((share, at) => {
          const source = sources[at];
          return (
            <td key={`${source?.arm} ${source?.generator}`}>
              <span className={styles.share}>
                <Bar share={share} fill={armColor(source?.arm ?? "real", markOf(sources, at))} />
                <span className={styles.number}>
                  <Value finding={share} />
                </span>
              </span>
            </td>
          );
        })}
      </tr>
      <tr id={id} hidden={!open} className={table.more}>
        {open && (
          <td colSpan={sources.length + 1}>
            <Origin findings={row.shares.flatMap((share) => share ?? [])} />
          </td>
        )}
      </tr>
    </>
  );
}

const WIDTH = 56;

/** A share as a bar from zero, its interval as a line: the number beside it says the same. */
function Bar({ share, fill }: { share: FindingView | undefined; fill: string }) {
  const value = share?.value;
  const ends = endsOf(share?.interval);
  return (
    <svg width={WIDTH} height={13} viewBox={`0 0 ${WIDTH} 13`} aria-hidden="true">
      <rect width={WIDTH} height={9} y={2} fill="var(--line-soft)" />
      {typeof value === "number" && <rect width={WIDTH * value} height={9} y={2} fill={fill} />}
      {ends && (
        <>
          <path d={`M${WIDTH * ends[0]} 6.5H${WIDTH * ends[1]}`} stroke="#fff" strokeWidth="3" />
          <path d={`M${WIDTH * ends[0]} 6.5H${WIDTH * ends[1]}`} stroke="var(--ink)" />
        </>
      )}
    </svg>
  );
}
