import type { FlowView } from "../../core/bindings";
import { words } from "../../core/words";
import { count } from "../../shared/numbers";
import styles from "./FlowPart.module.css";
import { excludedOf, sumOf } from "./flow";
import { Part } from "./Part";
import table from "./Table.module.css";
import { Wide } from "./Wide";

/** From the cases to the answers that count: how many were lost on the way, of whom and why. */
export function FlowPart({ flow }: { flow: FlowView }) {
  const { readers } = flow;
  const due = sumOf(readers, "nDue");
  const read = sumOf(readers, "nRead");
  const answers = sumOf(readers, "nAnswers");
  const out = sumOf(readers, "nExcluded");
  return (
    <Part id="flow" title={words("analysis.flow.title")} note={words("analysis.flow.note")}>
      <ol className={styles.way} data-testid="flow">
        <Step n={flow.nReal + flow.nSynthetic} what={words("analysis.flow.cases")}>
          {words("analysis.flow.casesOf", {
            real: count(flow.nReal),
            synthetic: count(flow.nSynthetic),
            catches: count(flow.nCatches),
          })}
        </Step>
        <Step n={due} what={words("analysis.flow.due")}>
          {words("analysis.flow.dueTo", { count: readers.length })}
        </Step>
        <Step n={read} what={words("analysis.flow.read")}>
          {words("analysis.flow.unread", { n: count(due - read) })}
        </Step>
        <Step n={answers} what={words("analysis.flow.answers")}>
          {words("analysis.flow.out", { n: count(out) })}
        </Step>
        <Step n={answers - out} what={words("analysis.flow.counted")} />
      </ol>
      <FlowTable flow={flow} />
    </Part>
  );
}

function Step({ n, what, children }: { n: number; what: string; children?: string }) {
  return (
    <li className={styles.step}>
      <span className={styles.n}>{count(n)}</span> {what}
      {children && <span className={styles.of}>{children}</span>}
    </li>
  );
}

function FlowTable({ flow }: { flow: FlowView }) {
  const title = words("analysis.flow.byReader");
  const reasons = excludedOf(flow);
  return (
    <Wide label={title}>
      <table className={table.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{words("analysis.claim.reader")}</th>
            {(["due", "read", "answers", "out"] as const).map((head) => (
              <th key={head} scope="col" data-number>
                {words(`analysis.flow.head.${head}`)}
              </th>
            ))}
            {reasons.map(({ why }) => (
              <th key={why} scope="col" data-number className={styles.why}>
                {why}
              </th>
            ))}
            <th scope="col" data-number>
              {words("analysis.flow.head.counted")}
            </th>
          </tr>
        </thead>
        <tbody>
          {flow.readers.map(({ reader, nDue, nRead, nAnswers, nExcluded }) => (
            <tr key={reader}>
              <th scope="row" className={table.rowHead}>
                {reader}
              </th>
              <td data-number>{count(nDue)}</td>
              <td data-number>{count(nRead)}</td>
              <td data-number>{count(nAnswers)}</td>
              <td data-number>{count(nExcluded)}</td>
              {reasons.map(({ why, byReader }) => (
                <td key={why} data-number className={styles.why}>
                  {count(byReader.get(reader) ?? 0)}
                </td>
              ))}
              <td data-number>{count(nAnswers - nExcluded)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
