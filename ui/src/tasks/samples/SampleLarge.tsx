import { useQuery } from "@tanstack/react-query";
import type { SampleView, SetView } from "../../core/bindings";
import { call } from "../../core/call";
import { samplePixels } from "../../core/raw";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { sampleWords } from "../../shared/viewportWords";
import { SampleBlock } from "../../viewport/SampleBlock";
import styles from "./SetPage.module.css";

type Props = { set: SetView; ordinal: number; sample: SampleView | undefined };

/** One sample as large as there is room, and what is known of it. */
export function SampleLarge({ set, ordinal, sample }: Props) {
  const { data: bytes, error } = useQuery({
    queryKey: ["pixels", set.id, ordinal],
    queryFn: () => call(samplePixels(set.id, ordinal)),
    gcTime: 10_000,
    placeholderData: (before) => before,
  });
  return (
    <section className={styles.large} aria-label={words("samples.large")}>
      <div className={styles.picture}>
        {bytes && !error && (
          <SampleBlock
            key={`${set.id}/${ordinal}`}
            bytes={bytes}
            label={sample?.label ?? ""}
            words={sampleWords()}
          />
        )}
      </div>
      <FailureNote failure={error} />
      <dl className={styles.facts}>
        <dt>{words("samples.id")}</dt>
        <dd>{sample?.label ?? "\u00a0"}</dd>
        <dt>{words("samples.file")}</dt>
        <dd>{sample?.file ?? "\u00a0"}</dd>
        <dt>{words("samples.patient")}</dt>
        <dd>{sample?.subject ?? words("samples.notKnown")}</dd>
        {set.nStrata > 0 && (
          <>
            <dt>{words("samples.stratum")}</dt>
            <dd>{sample?.stratum ?? "–"}</dd>
          </>
        )}
        {set.nDiagnoses > 0 && (
          <>
            <dt>{words("samples.diagnosis")}</dt>
            <dd>{sample?.diagnosis ?? "–"}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
