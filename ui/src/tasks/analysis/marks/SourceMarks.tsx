import type { ReactNode } from "react";
import type { MarkMapView } from "../../../core/bindings";
import { words } from "../../../core/words";
import { count } from "../../../shared/numbers";
import { SourceMark } from "../cases/SourceMark";
import type { Source } from "../cases/sources";
import { Value } from "../Value";
import styles from "./Marks.module.css";
import type { Cue } from "./marking";

type Props = {
  map: MarkMapView;
  source: Source | undefined;
  cues: Cue[];
  /** The map. */
  children: ReactNode;
};

/** One source: its map, how many marks it has, and what was chosen most of it. */
export function SourceMarks({ map: { nMarks, nAnswers }, source, cues, children }: Props) {
  return (
    <figure className={styles.source}>
      <figcaption>
        <b>
          <SourceMark source={source} />
        </b>
        <span className={styles.mute}>
          {words("analysis.marks.count", {
            count: nMarks,
            marks: count(nMarks),
            answers: count(nAnswers),
          })}
        </span>
      </figcaption>
      {children}
      {cues.length > 0 && (
        <table className={styles.cues}>
          <caption>{words("analysis.marks.cues")}</caption>
          <tbody>
            {cues.map(({ label, share }) => (
              <tr key={share.id}>
                <th scope="row">{label}</th>
                <td>
                  <Value finding={share} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </figure>
  );
}
