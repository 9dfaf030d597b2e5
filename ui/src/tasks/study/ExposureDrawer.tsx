import { Drawer, TextInput, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ExposureView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { SortIcon } from "../../shared/icons";
import { count, listed, moment } from "../../shared/numbers";
import { COLUMNS, type Column, type Sorting, shownLines, sortedBy } from "./exposing";
import styles from "./Study.module.css";

type Props = { opened: boolean; onClose: () => void };

/** Which reader has seen which patient, in all studies of the project. */
export function ExposureDrawer({ opened, onClose }: Props) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={880}
      title={words("study.exposure.title")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {opened && <Ledger />}
    </Drawer>
  );
}

/** More lines are found by the filter. */
const MOST = 500;

function Ledger() {
  const { data, error } = useQuery(facts.exposures());
  const [filter, setFilter] = useState("");
  const [sorting, setSorting] = useState<Sorting>({ by: "reader", down: false });
  if (error) return <FailureNote failure={error} />;
  if (!data) return <p className={styles.mute}>{words("study.exposure.waiting")}</p>;
  if (data.length === 0) return <p className={styles.mute}>{words("study.exposure.none")}</p>;
  const lines = shownLines(data, filter, sorting);
  return (
    <div className={styles.dialog}>
      <p className={styles.mute}>{words("study.exposure.text")}</p>
      <TextInput
        label={words("study.exposure.filter")}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        data-autofocus
        data-testid="exposure-filter"
      />
      <p className={styles.mute} role="status">
        {words("study.exposure.shown", {
          count: data.length,
          shown: count(Math.min(MOST, lines.length)),
          n: count(data.length),
        })}
      </p>
      <div className={styles.scroll}>
        <table className={styles.table} data-testid="exposure-table">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th
                  key={column}
                  scope="col"
                  data-number={column === "n" || undefined}
                  aria-sort={
                    sorting.by !== column ? "none" : sorting.down ? "descending" : "ascending"
                  }
                >
                  <UnstyledButton
                    className={styles.sort}
                    onClick={() => setSorting(sortedBy(sorting, column))}
                    data-testid={`sort-${column}`}
                  >
                    {words(`study.exposure.head.${column}`)}
                    {sorting.by === column && <SortIcon size={12} down={sorting.down} />}
                  </UnstyledButton>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, MOST).map((line) => (
              <tr key={`${line.reader} ${line.set} ${line.subject}`}>
                {COLUMNS.map((column) => (
                  <td key={column} data-number={column === "n" || undefined}>
                    {cellOf(line, column)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function cellOf(line: ExposureView, column: Column): string {
  switch (column) {
    case "n":
      return count(line.n);
    case "studies":
      return listed(line.studies);
    case "firstAt":
    case "lastAt":
      return moment(line[column]);
    default:
      return line[column];
  }
}
