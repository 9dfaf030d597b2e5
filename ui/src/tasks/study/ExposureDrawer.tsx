import { Button, Drawer, Menu, TextInput, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ExposureView, LedgerView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { MoreIcon, SortIcon } from "../../shared/icons";
import { count, moment } from "../../shared/numbers";
import tables from "../../shared/Table.module.css";
import { useReadOnly } from "../../shared/useReadOnly";
import { BringExposures } from "./BringExposures";
import own from "./ExposureDrawer.module.css";
import {
  COLUMNS,
  type Column,
  placeText,
  readerText,
  type Sorting,
  shownLines,
  sortedBy,
} from "./exposing";
import { SamePerson } from "./SamePerson";
import { SaveExposures } from "./SaveExposures";
import styles from "./Study.module.css";

type Props = { opened: boolean; onClose: () => void };

type Asked = "save" | "bring" | "same" | null;

/** Which reader has seen which patient, in all studies of the project and in other projects. */
export function ExposureDrawer({ opened, onClose }: Props) {
  const [asked, setAsked] = useState<Asked>(null);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={960}
      closeOnEscape={asked === null}
      trapFocus={asked === null}
      title={words("study.exposure.title")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {opened && <Ledger asked={asked} onAsk={setAsked} />}
    </Drawer>
  );
}

/** More lines are found by the filter. */
const MOST = 500;

type Asking = { asked: Asked; onAsk: (asked: Asked) => void };

function Ledger({ asked, onAsk }: Asking) {
  const { data, error } = useQuery(facts.exposures());
  if (error) return <FailureNote failure={error} />;
  if (!data) return <p className={styles.mute}>{words("study.exposure.waiting")}</p>;
  const close = () => onAsk(null);
  return (
    <div className={styles.dialog}>
      <div className={own.head}>
        <p className={styles.mute}>
          {words(data.lines.length === 0 ? "study.exposure.none" : "study.exposure.text")}
        </p>
        <LedgerMenu ledger={data} onAsk={onAsk} />
      </div>
      {data.lines.length > 0 && <Lines lines={data.lines} />}
      <SaveExposures opened={asked === "save"} onClose={close} />
      <BringExposures opened={asked === "bring"} onClose={close} />
      <SamePerson ledger={data} opened={asked === "same"} onClose={close} />
    </div>
  );
}

/** What is done with the whole ledger. */
function LedgerMenu({ ledger, onAsk }: { ledger: LedgerView; onAsk: (asked: Asked) => void }) {
  const readOnly = useReadOnly();
  const isOwnEmpty = ledger.lines.every(({ elsewhere }) => elsewhere !== null);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<MoreIcon />} data-testid="exposure-menu">
          {words("study.exposure.menu")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={isOwnEmpty} onClick={() => onAsk("save")} data-testid="save-exposures">
          {words("study.exposure.save.open")}
        </Menu.Item>
        <Menu.Item disabled={readOnly} onClick={() => onAsk("bring")} data-testid="bring-exposures">
          {words("study.exposure.bring.open")}
        </Menu.Item>
        <Menu.Item
          disabled={readOnly || ledger.readers.length < 2}
          onClick={() => onAsk("same")}
          data-testid="same-person"
        >
          {words("study.exposure.same.open")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Lines({ lines: all }: { lines: ExposureView[] }) {
  const [filter, setFilter] = useState("");
  const [sorting, setSorting] = useState<Sorting>({ by: "reader", down: false });
  const lines = shownLines(all, filter, sorting);
  return (
    <>
      <TextInput
        label={words("study.exposure.filter")}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
        data-autofocus
        data-testid="exposure-filter"
      />
      <p className={styles.mute} role="status">
        {words("study.exposure.shown", {
          count: all.length,
          shown: count(Math.min(MOST, lines.length)),
          n: count(all.length),
        })}
      </p>
      <div className={styles.scroll}>
        <table className={`${tables.facts} ${styles.table}`} data-testid="exposure-table">
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
              <tr
                key={[line.elsewhere, line.there, line.reader, line.set, line.subject].join(" ")}
                data-elsewhere={line.elsewhere !== null || undefined}
              >
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
    </>
  );
}

function cellOf(line: ExposureView, column: Column): string {
  switch (column) {
    case "n":
      return count(line.n);
    case "reader":
      return readerText(line);
    case "studies":
      return placeText(line);
    case "subject":
      return line.subject || words("study.exposure.notHere");
    case "firstAt":
    case "lastAt":
      return moment(line[column]);
    default:
      return line[column];
  }
}
