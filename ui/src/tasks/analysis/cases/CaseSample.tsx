import { useQuery } from "@tanstack/react-query";
import type { SampleRef } from "../../../core/bindings";
import { call } from "../../../core/call";
import { facts } from "../../../core/facts";
import { samplePixels } from "../../../core/raw";
import { words } from "../../../core/words";
import { FailureNote } from "../../../shared/FailureNote";
import { isSeen } from "../../../shared/sets";
import { Thumbnail } from "../../../shared/Thumbnail";
import { sampleWords } from "../../../shared/viewportWords";
import { SampleBlock } from "../../../viewport/SampleBlock";
import styles from "./Cases.module.css";

type Props = { sample: SampleRef; label: string };

/** The sample of a case as large as there is room: a picture, a trace, or a row. */
export function CaseSample({ sample, label }: Props) {
  const { data: sets } = useQuery(facts.sets());
  if (!sets) return null;
  if (isSeen(sets.find(({ id }) => id === sample.set))) {
    return <Large sample={sample} label={label} />;
  }
  return (
    <div className={styles.card}>
      <Row sample={sample} />
    </div>
  );
}

function Large({ sample: { set, ordinal }, label }: Props) {
  const { data: bytes, error } = useQuery({
    queryKey: ["pixels", set, ordinal],
    queryFn: () => call(samplePixels(set, ordinal)),
    gcTime: 10_000,
  });
  if (error) return <FailureNote failure={error} />;
  return (
    <>
      <div className={styles.picture}>
        {bytes && (
          <SampleBlock
            key={`${set}/${ordinal}`}
            bytes={bytes}
            label={label}
            words={sampleWords()}
          />
        )}
      </div>
      <p className={styles.asImported}>{words("analysis.cases.asImported")}</p>
    </>
  );
}

/** The sample of a case in a corner: a small picture, or the first fields of its row. */
export function SmallSample({ sample, label }: Props) {
  const { data: sets } = useQuery(facts.sets());
  if (!sets) return null;
  return isSeen(sets.find(({ id }) => id === sample.set)) ? (
    <Thumbnail set={sample.set} ordinal={sample.ordinal} size={104} label={label} />
  ) : (
    <Row sample={sample} most={5} />
  );
}

function Row({ sample: { set, ordinal }, most }: { sample: SampleRef; most?: number }) {
  const { data, error } = useQuery(facts.table(set, ordinal, 1));
  if (error) return <FailureNote failure={error} />;
  const cells = data?.rows[0] ?? [];
  const columns = data?.columns ?? [];
  const left = most === undefined ? 0 : columns.length - most;
  return (
    <dl className={styles.row} data-short={most !== undefined || undefined}>
      {columns.slice(0, most).map(({ name }, at) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{cells[at] || "–"}</dd>
        </div>
      ))}
      {left > 0 && (
        <div>
          <dt>{words("analysis.cases.moreFields", { count: left })}</dt>
          <dd />
        </div>
      )}
    </dl>
  );
}
