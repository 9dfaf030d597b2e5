import { useQuery } from "@tanstack/react-query";
import { facts } from "../../core/facts";
import { textOf, words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { count } from "../../shared/numbers";
import tables from "../../shared/Table.module.css";
import styles from "./Study.module.css";

type Props = { study: number };

const NUMBERS = [
  "round",
  "block",
  "nReal",
  "nSynthetic",
  "longestRun",
  "nRepeats",
  "nearestRepeat",
] as const;

/** Every block of every reader: how even the sides are, and how far repeats stand apart. */
export function BalanceTable({ study }: Props) {
  const { data, error } = useQuery(facts.balance(study));
  if (error) return <FailureNote failure={error} />;
  if (!data) return <p className={styles.mute}>{words("study.balance.waiting")}</p>;
  return (
    <>
      <p className={styles.mute}>
        {words("study.balance.hash")} <code className={styles.code}>{data.hash}</code>
      </p>
      <div className={styles.scroll}>
        <table className={`${tables.facts} ${styles.table}`} data-testid="balance-table">
          <thead>
            <tr>
              <th scope="col">{words("study.reader")}</th>
              <th scope="col">{words("study.balance.stage")}</th>
              <th scope="col">{words("study.balance.task")}</th>
              <th scope="col">{words("study.balance.purpose")}</th>
              {NUMBERS.map((name) => (
                <th key={name} scope="col" data-number>
                  {words(`study.balance.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.blocks.map((block) => (
              <tr key={`${block.reader} ${block.round} ${block.block} ${block.task}`}>
                <td>{block.reader}</td>
                <td>{block.stage}</td>
                <td>{block.task}</td>
                <td>{textOf("ui", `study.balance.is.${block.purpose}`) ?? block.purpose}</td>
                {NUMBERS.map((name) => {
                  const n = block[name];
                  return (
                    <td key={name} data-number>
                      {n === null ? "–" : count(n)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
