import { CloseButton } from "@mantine/core";
import type { ComplaintView, MergeView } from "../../core/bindings";
import { words } from "../../core/words";
import { Fold } from "../../shared/Fold";
import { count } from "../../shared/numbers";
import { ChooseSession } from "./ChooseSession";
import { byFile, conflictsIn, isHarmless } from "./life";
import own from "./MergeResult.module.css";
import styles from "./Study.module.css";

type Props = {
  study: number;
  merged: MergeView;
  onMerged: (merged: MergeView) => void;
  onClose: () => void;
};

/** What merging sealed sessions found: what counts now, and what is to be known of each file. */
export function MergeResult({ study, merged, onMerged, onClose }: Props) {
  const { nFiles, nSessions, nNew, complaints } = merged;
  const harmless = complaints.filter(isHarmless);
  const conflicts = conflictsIn(complaints);
  const open = complaints.filter((complaint) => !isHarmless(complaint));
  return (
    <section className={own.merged} aria-label={words("study.merge.title")} role="status">
      <div className={own.head}>
        <p className={own.sentence} data-testid="merged">
          {words("study.merge.sentence", {
            count: nSessions,
            files: words("study.merge.files", { count: nFiles }),
            answers: words("study.merge.new", { count: nNew, n: count(nNew) }),
          })}{" "}
          {open.length === 0 && words("study.merge.fine")}
        </p>
        <CloseButton size="sm" aria-label={words("action.dismiss")} onClick={onClose} />
      </div>
      <Complaints complaints={open} />
      {conflicts.length > 0 && (
        <ChooseSession study={study} conflicts={conflicts} onMerged={onMerged} />
      )}
      {harmless.length > 0 && (
        <Fold title={words("study.merge.harmless", { count: harmless.length })} testId="harmless">
          <Complaints complaints={harmless} />
        </Fold>
      )}
    </section>
  );
}

function Complaints({ complaints }: { complaints: ComplaintView[] }) {
  return byFile(complaints).map(({ file, complaints: own }) => (
    <div key={file ?? ""} data-testid="complaints">
      <h3 className={styles.mute}>{file ?? words("study.merge.noFile")}</h3>
      <ul className={styles.list}>
        {own.map(({ code, reader, message, hint }) => (
          <li key={`${code} ${reader ?? ""} ${message}`}>
            {message} <span className={styles.mute}>{hint}</span>
          </li>
        ))}
      </ul>
    </div>
  ));
}
