import { ActionIcon, Checkbox, Menu, UnstyledButton } from "@mantine/core";
import {
  createColumnHelper,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { ResultView } from "../../core/bindings";
import { failureOf } from "../../core/call";
import { useRemembered } from "../../core/remember";
import { textOf, words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { MoreIcon, SortIcon } from "../../shared/icons";
import { bounds, count, like } from "../../shared/numbers";
import tables from "../../shared/Table.module.css";
import { hiddenColumns, rememberedText } from "./columns";
import styles from "./RunPage.module.css";
import { valuesInOrder } from "./telling";

type Props = {
  results: ResultView[];
  placeOf: (set: number) => number;
  onLook: (result: ResultView) => void;
};

const column = createColumnHelper<ResultView>();

/** Every value of a run, to be sorted, with the columns one wants. */
export function ValueTable({ results, placeOf, onLook }: Props) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const [remembered, remember] = useRemembered("measure.columns");
  const hidden = hiddenColumns(remembered);
  const columns = useMemo(() => columnsOf(placeOf, onLook), [placeOf, onLook]);
  const data = useMemo(() => valuesInOrder(results), [results]);
  const table = useReactTable({
    data,
    columns,
    state: {
      sorting,
      columnVisibility: Object.fromEntries([...hidden].map((id) => [id, false])),
    },
    onSortingChange: setSorting,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    getRowId: ({ id }) => String(id),
    sortDescFirst: false,
  });
  const show = (id: string, shown: boolean) => {
    const next = new Set(hidden);
    if (shown) next.delete(id);
    else next.add(id);
    remember(rememberedText(next));
  };

  return (
    <section className={styles.values} aria-label={words("measure.values")}>
      <div className={styles.valuesHead}>
        <h2>{words("measure.values")}</h2>
        <Menu position="bottom-end" closeOnItemClick={false}>
          <Menu.Target>
            <ActionIcon aria-label={words("measure.columns")} title={words("measure.columns")}>
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{words("measure.columns")}</Menu.Label>
            {table
              .getAllLeafColumns()
              .filter((one) => one.getCanHide())
              .map((one) => (
                <Menu.Item
                  key={one.id}
                  component="label"
                  leftSection={
                    <Checkbox
                      checked={one.getIsVisible()}
                      onChange={(event) => show(one.id, event.currentTarget.checked)}
                    />
                  }
                >
                  {headOf(one.id)}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <div className={styles.scroll}>
        <table className={`${tables.facts} ${styles.table}`} data-testid="values">
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      data-number={isNumber(header.id) || undefined}
                      aria-sort={
                        sorted === false ? "none" : sorted === "asc" ? "ascending" : "descending"
                      }
                    >
                      <UnstyledButton
                        className={styles.sort}
                        onClick={header.column.getToggleSortingHandler()}
                      >
                        {headOf(header.id)}
                        {sorted !== false && <SortIcon size={12} down={sorted === "desc"} />}
                      </UnstyledButton>
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id}>
                {row.getVisibleCells().map((cell, _, cells) => {
                  const { id } = cell.column;
                  const why = hasNone(row.original) && OF_VALUE.has(id);
                  if (why && id !== "value") return null;
                  return (
                    <td
                      key={cell.id}
                      colSpan={
                        why
                          ? cells.filter(({ column }) => OF_VALUE.has(column.id)).length
                          : undefined
                      }
                      data-number={(isNumber(id) && !why) || undefined}
                    >
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const NUMBERS = new Set(["value", "interval", "yardstick", "nReal", "nSynthetic", "leftOut"]);

const isNumber = (id: string) => NUMBERS.has(id);

/** The columns that stand side by side, and are empty without a value: its reason has their room. */
const OF_VALUE = new Set(["value", "interval", "yardstick"]);

const hasNone = ({ shown, reason }: ResultView) => shown === "" && reason !== null;

const headOf = (id: string) => textOf("ui", `measure.head.${id}`) ?? id;

/** Values that are missing go last, whichever way one sorts. */
const last = { sortUndefined: "last" } as const;

function columnsOf(placeOf: Props["placeOf"], onLook: Props["onLook"]) {
  return [
    column.accessor("dimension", {
      cell: (cell) => textOf("ui", `dimension.${cell.getValue()}`) ?? cell.getValue(),
    }),
    column.accessor((row) => (row.unit === "" ? row.title : `${row.title}, ${row.unit}`), {
      id: "metric",
      enableHiding: false,
    }),
    column.accessor("setName", {
      id: "set",
      cell: ({ row: { original } }) => (
        <span className={styles.set} title={original.setName}>
          <ArmMark arm={original.arm} size={8} place={placeOf(original.set)} />
          <span>{original.setName}</span>
        </span>
      ),
    }),
    column.accessor((row) => row.value ?? undefined, {
      id: "value",
      enableHiding: false,
      ...last,
      cell: ({ row: { original } }) => <Value result={original} onLook={onLook} />,
    }),
    column.accessor((row) => row.interval?.low ?? undefined, {
      id: "interval",
      ...last,
      cell: ({ row: { original } }) =>
        original.interval ? (
          bounds(original.shown, original.interval)
        ) : (
          <span className={styles.mute} title={original.noInterval ?? undefined}>
            –
          </span>
        ),
    }),
    column.accessor((row) => row.yardstick?.median ?? undefined, {
      id: "yardstick",
      ...last,
      cell: ({ row: { original } }) => (
        <span className={styles.mute}>{yardstickText(original)}</span>
      ),
    }),
    column.accessor((row) => row.nReal ?? undefined, {
      id: "nReal",
      ...last,
      cell: (cell) => countText(cell.getValue()),
    }),
    column.accessor((row) => row.nSynthetic ?? undefined, {
      id: "nSynthetic",
      ...last,
      cell: (cell) => countText(cell.getValue()),
    }),
    column.accessor("nLeftOut", { id: "leftOut", cell: (cell) => countText(cell.getValue()) }),
  ];
}

function Value({ result, onLook }: { result: ResultView; onLook: Props["onLook"] }) {
  if (hasNone(result) && result.reason) {
    return <span className={styles.reason}>{failureOf(result.reason).message}</span>;
  }
  const summary = textOf("ui", `measure.summary.${result.summary}`);
  return (
    <UnstyledButton
      className={styles.value}
      fz={13}
      onClick={() => onLook(result)}
      aria-label={words("measure.lookAt", {
        metric: result.title,
        set: result.setName,
        value: result.shown,
      })}
    >
      {summary && <span className={styles.mute}>{summary} </span>}
      {result.shown}
    </UnstyledButton>
  );
}

function yardstickText({ yardstick, shown }: ResultView): string {
  if (!yardstick) return "–";
  return `${like(shown, yardstick.median)} ${bounds(shown, yardstick)}`;
}

function countText(n: number | undefined): string {
  return n === undefined ? "–" : count(n);
}
