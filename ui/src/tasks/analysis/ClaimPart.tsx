import type { FindingView } from "../../core/bindings";
import { words } from "../../core/words";
import { type Claim, parted } from "./arranging";
import styles from "./ClaimPart.module.css";
import { Forest, type ForestRow } from "./Forest";
import { Part } from "./Part";
import { dashOf } from "./plot";
import { Roc } from "./Roc";

/** The claim in pictures: each reader's curve, and each reader beside all of them. */
export function ClaimPart({ claims }: { claims: Claim[] }) {
  return (
    <Part id="claim" title={words("analysis.claim.title")} note={words("analysis.claim.note")}>
      {claims.map((claim) => (
        <div key={claim.question}>
          {claims.length > 1 && <h3 className={styles.question}>{claim.questionText}</h3>}
          <div className={styles.pictures}>
            {claim.curves.length > 0 && (
              <Roc
                title={rocTitle(claim)}
                curves={claim.curves}
                readers={claim.readers.map(({ reader }) => reader)}
              />
            )}
            <div className={styles.forests}>
              <Forest
                title={forestTitle(claim, "auc")}
                head={words("analysis.claim.auc")}
                rowHead={words("analysis.claim.reader")}
                rows={rowsOf(claim, "auc")}
                beside={rowsOf(claim, "right")}
              />
              <Forest
                title={forestTitle(claim, "right")}
                head={words("analysis.claim.right")}
                rowHead={words("analysis.claim.reader")}
                rows={rowsOf(claim, "right")}
                beside={rowsOf(claim, "auc")}
                margin={claim.balanced?.equivalence}
              />
            </div>
          </div>
        </div>
      ))}
    </Part>
  );
}

type Kind = "auc" | "right";

const meanOf = ({ auc, balanced }: Claim, kind: Kind): FindingView | undefined =>
  kind === "auc" ? auc : balanced;

/** The readers, then all of them; no row where there is no finding. */
function rowsOf(claim: Claim, kind: Kind): ForestRow[] {
  const mean = meanOf(claim, kind);
  const each = claim.readers.flatMap(({ reader, ...own }, place): ForestRow[] => {
    const finding = own[kind];
    if (!finding) return [];
    return [
      { key: reader, label: <Labelled place={place} reader={reader} />, finding, mark: "square" },
    ];
  });
  if (!mean) return each;
  const label = words(kind === "auc" ? "analysis.claim.mean" : "analysis.claim.balanced");
  return [...each, { key: "all", label, finding: mean, mark: "diamond" }];
}

/** A reader beside the dash of their curve. */
function Labelled({ place, reader }: { place: number; reader: string }) {
  return (
    <span className={styles.label}>
      <Dash place={place} />
      {reader}
    </span>
  );
}

/** The dash of a reader's curve. */
function Dash({ place }: { place: number }) {
  return (
    <svg width="26" height="10" aria-hidden="true">
      <path
        d="M0 5H26"
        fill="none"
        stroke="#6b7680"
        strokeWidth="1.25"
        strokeDasharray={dashOf(place)}
      />
    </svg>
  );
}

function rocTitle({ auc, readers }: Claim): string {
  if (!auc || auc.shown === "") return words("analysis.roc.titleNone");
  return words("analysis.roc.title", { count: readers.length, shown: auc.shown });
}

/** Says from where to where the readers reach, and what all of them come to. */
function forestTitle(claim: Claim, kind: Kind): string {
  const all = claim.readers
    .flatMap((own) => own[kind] ?? [])
    .filter(({ value }) => typeof value === "number")
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0));
  const [least, most] = [all[0], all.at(-1)];
  const mean = meanOf(claim, kind)?.shown ?? "";
  if (!least || !most || mean === "") return words(`analysis.claim.${kind}Title`);
  return words(`analysis.claim.${kind}Reach`, {
    least: numberOf(least),
    most: numberOf(most),
    mean,
  });
}

const numberOf = ({ shown }: FindingView) => parted(shown)[0];
