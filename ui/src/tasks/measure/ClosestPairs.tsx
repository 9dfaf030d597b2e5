import { Button, Kbd } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useState } from "react";
import type { ClosestPair, SetView } from "../../core/bindings";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { percent, three } from "../../shared/numbers";
import { isSeen } from "../../shared/sets";
import { Thumbnail } from "../../shared/Thumbnail";
import { PairCompare } from "./PairCompare";
import styles from "./RunPage.module.css";

type Props = { pairs: ClosestPair[]; sets: SetView[]; placeOf: (set: number) => number };

/** The synthetic samples that lie nearest to a real one, side by side, one pair at a time. */
export function ClosestPairs({ pairs, sets, placeOf }: Props) {
  const [at, setAt] = useState(0);
  const [comparing, setComparing] = useState(false);
  const next = () => setAt((at + 1) % pairs.length);
  const before = () => setAt((at + pairs.length - 1) % pairs.length);
  useHotkeys([
    ["ArrowRight", next],
    ["ArrowLeft", before],
    ["C", () => setComparing((open) => !open)],
  ]);

  const pair = pairs[at];
  if (!pair) return null;
  const arePictures = isSeen(sets.find(({ id }) => id === pair.syntheticSet));
  return (
    <section
      className={styles.finding}
      data-wide
      aria-label={words("measure.closest")}
      data-testid="closest"
    >
      <h2 className={styles.dimension}>{words("measure.closest")}</h2>
      <div className={styles.pair}>
        {arePictures && (
          <>
            <Half
              arm="synthetic"
              place={placeOf(pair.syntheticSet)}
              set={pair.syntheticSet}
              ordinal={pair.synthetic}
              label={pair.syntheticLabel}
            />
            <Half
              arm="real"
              place={0}
              set={pair.realSet}
              ordinal={pair.real}
              label={pair.realLabel}
            />
          </>
        )}
        <div>
          <p className={styles.sentence} data-warning={pair.identical || undefined}>
            {words(pair.identical ? "measure.pairSame" : "measure.pair", {
              synthetic: pair.syntheticLabel,
              real: pair.realLabel,
            })}
          </p>
          <p className={styles.detail}>
            {words("measure.pairDetail", {
              distance: three(pair.distance),
              share: percent(pair.closerThan),
            })}
          </p>
          <div className={styles.buttons}>
            <Button variant="default" onClick={() => setComparing(true)} data-testid="compare">
              {words("measure.compare")}&nbsp;
              <Kbd size="xs">C</Kbd>
            </Button>
            {pairs.length > 1 && (
              <Button variant="default" onClick={next} data-testid="next-pair">
                {words("measure.next")}&nbsp;
                <Kbd size="xs">→</Kbd>
              </Button>
            )}
            <span className={styles.detail} aria-live="polite">
              {words("measure.pairAt", { at: at + 1, n: pairs.length })}
            </span>
          </div>
        </div>
      </div>
      {comparing && (
        <PairCompare pair={pair} isTable={!arePictures} onClose={() => setComparing(false)} />
      )}
    </section>
  );
}

function Half({
  arm,
  place,
  set,
  ordinal,
  label,
}: {
  arm: SetView["arm"];
  place: number;
  set: number;
  ordinal: number;
  label: string;
}) {
  return (
    <span className={styles.half}>
      <Thumbnail set={set} ordinal={ordinal} size={112} label={label} />
      <span>
        <ArmMark arm={arm} size={8} place={place} />
        {words(`arm.${arm}`)}
      </span>
    </span>
  );
}
