import { UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { words } from "../../../core/words";
import { three } from "../../../shared/numbers";
import { SourceMark } from "../cases/SourceMark";
import { signed } from "../cases/saying";
import { sourceOf } from "../cases/sources";
import styles from "./CaseList.module.css";
import type { Looking } from "./looking";
import { stepTo } from "./scattering";

type Props = Looking & {
  /** The cases of the list in its order, by their places. */
  cases: number[];
  onOpen: (at: number) => void;
  list: RefObject<HTMLDivElement | null>;
};

/** Cases with what was measured and what was said of them, those that are farthest apart first. */
export function CaseList({ read, metric, sources, cases, chosen, onChoose, onOpen, list }: Props) {
  const found = cases.indexOf(chosen ?? -1);
  const reached = Math.max(found, 0);
  useEffect(() => {
    if (chosen !== null) {
      const row = list.current?.querySelector(`[data-case="${chosen}"]`);
      row?.scrollIntoView?.({ block: "nearest" });
    }
  }, [chosen, list]);

  const press = (event: KeyboardEvent) => {
    const at = cases[reached];
    if (event.key === "Enter" && at !== undefined) onOpen(at);
    else {
      const to = stepTo(event.key, reached, cases.length);
      const next = to === null ? undefined : cases[to];
      if (next === undefined) return;
      onChoose(next);
      list.current?.querySelectorAll<HTMLElement>("tbody button")[to ?? 0]?.focus();
    }
    event.preventDefault();
  };

  return (
    <div className={styles.room} ref={list}>
      <table className={styles.table} data-testid="case-list">
        <thead>
          <tr>
            <th scope="col">{words("analysis.cases.case")}</th>
            <th scope="col">{words("analysis.cases.source")}</th>
            <th scope="col" data-number title={metric.title}>
              {words("analysis.concordance.list.value")}
            </th>
            <th scope="col" data-number>
              {words("analysis.concordance.list.experts")}
            </th>
            <th scope="col" data-number>
              {words("analysis.concordance.list.called")}
            </th>
            <th scope="col" data-number title={words("analysis.concordance.list.apartHint")}>
              {words("analysis.concordance.list.apart")}
            </th>
          </tr>
        </thead>
        <tbody onKeyDown={press}>
          {cases.map((at, place) => {
            const one = read.cases[at];
            if (!one) return null;
            const apart = metric.apart[at] ?? null;
            return (
              <tr
                key={one.case}
                data-case={at}
                data-chosen={at === chosen || undefined}
                onClick={() => onChoose(at)}
                onDoubleClick={() => onOpen(at)}
              >
                <th scope="row">
                  <UnstyledButton
                    className={styles.case}
                    tabIndex={place === reached ? 0 : -1}
                    aria-current={at === chosen || undefined}
                    onFocus={() => onChoose(at)}
                    data-testid={`case-${place + 1}`}
                  >
                    {one.case}
                  </UnstyledButton>
                </th>
                <td className={styles.source}>
                  <SourceMark source={sourceOf(one, sources)} lines="two" />
                </td>
                <td data-number>{three(metric.values[at] ?? null) || "–"}</td>
                <td data-number>{one.point.toFixed(2)}</td>
                <td data-number>
                  {words("analysis.concordance.list.of", { said: one.nSynthetic, n: one.nCalls })}
                </td>
                <td data-number>
                  <Gap apart={apart} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {cases.length === 0 && <p className={styles.none}>{words("analysis.cases.none")}</p>}
    </div>
  );
}

/** How far apart, as a number and a bar from the middle. */
function Gap({ apart }: { apart: number | null }) {
  if (apart === null) return "–";
  const width = 18 * Math.abs(apart);
  return (
    <span className={styles.gap}>
      <svg width={38} height={10} aria-hidden="true">
        <rect
          className={styles.bar}
          x={apart < 0 ? 19 - width : 19}
          y={1}
          width={width}
          height={8}
        />
        <path className={styles.nothing} d="M19 0V10" />
      </svg>
      <span>{signed(apart)}</span>
    </span>
  );
}
