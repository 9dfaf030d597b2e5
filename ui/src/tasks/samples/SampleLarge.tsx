import { useQuery } from "@tanstack/react-query";
import type { SampleView, SetView } from "../../core/bindings";
import { call } from "../../core/call";
import { samplePixels } from "../../core/raw";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { viewportWords } from "../../shared/viewportWords";
import { parsePixels } from "../../viewport/pixels";
import { Viewport } from "../../viewport/Viewport";
import styles from "./SetPage.module.css";

type Props = { set: SetView; ordinal: number; sample: SampleView | undefined };

/** One sample as large as there is room, and what is known of it. */
export function SampleLarge({ set, ordinal, sample }: Props) {
  const { data: block, error } = useQuery({
    queryKey: ["pixels", set.id, ordinal],
    queryFn: async () => parsePixels(await call(samplePixels(set.id, ordinal))),
    gcTime: 10_000,
    placeholderData: (before) => before,
  });
  return (
    <section className={styles.large} aria-label={words("samples.large")}>
      <div className={styles.picture}>
        {block && !error && (
          <Viewport
            key={ordinal}
            block={block}
            label={sample?.label ?? ""}
            words={viewportWords()}
          />
        )}
      </div>
      <FailureNote failure={error} />
      <dl className={styles.facts}>
        <dt>{words("samples.id")}</dt>
        <dd>{sample?.label ?? " "}</dd>
        <dt>{words("samples.file")}</dt>
        <dd>{sample?.file ?? " "}</dd>
        <dt>{words("samples.patient")}</dt>
        <dd>{sample?.subject ?? words("samples.notKnown")}</dd>
        {set.nStrata > 0 && (
          <>
            <dt>{words("samples.stratum")}</dt>
            <dd>{sample?.stratum ?? "–"}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
