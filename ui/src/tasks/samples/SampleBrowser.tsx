import { useState } from "react";
import { commands, type SetView } from "../../core/bindings";
import { FailureNote } from "../../shared/FailureNote";
import { PAGE_SIZE, usePages } from "../../shared/usePages";
import { SampleGrid } from "./SampleGrid";
import { SampleLarge } from "./SampleLarge";
import styles from "./SetPage.module.css";

type Props = { set: SetView };

/** A set of pictures: all of them small, one of them large. */
export function SampleBrowser({ set }: Props) {
  const [selected, setSelected] = useState(0);
  const [range, setRange] = useState<[number, number]>([0, 0]);
  const list = usePages(range, set.nSamples, ["samples", set.id], (first, n) =>
    commands.samples(set.id, first, n),
  );
  const one = usePages([selected, selected], set.nSamples, ["samples", set.id], (first, n) =>
    commands.samples(set.id, first, n),
  );
  const at = (pages: typeof list.pages, ordinal: number) =>
    pages.get(Math.floor(ordinal / PAGE_SIZE))?.[ordinal % PAGE_SIZE];

  if (list.failure) return <FailureNote failure={list.failure} />;
  return (
    <div className={styles.browser}>
      <SampleGrid
        set={set}
        selected={selected}
        sampleAt={(ordinal) => at(list.pages, ordinal)}
        onSelect={setSelected}
        onRange={setRange}
      />
      <SampleLarge set={set} ordinal={selected} sample={at(one.pages, selected)} />
    </div>
  );
}
