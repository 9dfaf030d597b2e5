import { useQuery } from "@tanstack/react-query";
import type { SetView } from "../../core/bindings";
import { failureOf } from "../../core/call";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import styles from "./SetPage.module.css";

type Props = { set: SetView };

/** What was odd about the files of a set: what, where, and what to do. */
export function NoteList({ set }: Props) {
  const { data: notes = [], error } = useQuery(facts.notes(set.id));
  if (error) return <FailureNote failure={error} />;
  return (
    <div style={{ height: "100%", overflow: "auto" }}>
      <table className={styles.notes}>
        <thead>
          <tr>
            <th>{words("samples.file")}</th>
            <th>{words("samples.kept")}</th>
            <th>{words("samples.what")}</th>
            <th>{words("samples.todo")}</th>
          </tr>
        </thead>
        <tbody>
          {notes.map(({ file, leftOut, what }, at) => {
            const { message, hint } = failureOf(what);
            return (
              <tr key={`${at} ${file}`}>
                <td className={styles.file}>{file}</td>
                <td className={leftOut ? styles.leftOut : styles.kept}>
                  {leftOut ? words("samples.leftOut") : words("samples.isKept")}
                </td>
                <td>{message}</td>
                <td>{hint}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
