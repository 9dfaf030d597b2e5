import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { SampleView, SetView } from "../../core/bindings";
import { words } from "../../core/words";
import { Thumbnail } from "../../shared/Thumbnail";
import { moveIn } from "./moveIn";
import styles from "./SetPage.module.css";

type Props = {
  set: SetView;
  selected: number;
  sampleAt: (ordinal: number) => SampleView | undefined;
  onSelect: (ordinal: number) => void;
  onRange: (range: [number, number]) => void;
};

/** The least width of a tile, and what is below its picture. */
const TILE = 104;
const BELOW = 24;

/** All samples as tiles; only those on screen exist, so 100,000 scroll like ten. */
export function SampleGrid({ set, selected, sampleAt, onSelect, onRange }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sized, width: measured } = useElementSize<HTMLDivElement>();
  const width = measured || scroller.current?.offsetWidth || TILE * 5;
  const columns = Math.max(1, Math.floor(width / TILE));
  const side = width / columns;

  const rows = useVirtualizer({
    count: Math.ceil(set.nSamples / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => side + BELOW,
    overscan: 2,
  });
  // The virtualizer remembers sizes; a new width makes all of them wrong.
  useEffect(() => {
    if (side > 0) rows.measure();
  }, [side, rows]);

  const items = rows.getVirtualItems();
  const first = (items[0]?.index ?? 0) * columns;
  const last = Math.min(set.nSamples, ((items.at(-1)?.index ?? -1) + 1) * columns) - 1;
  useEffect(() => onRange([first, last]), [first, last, onRange]);

  const press = (event: KeyboardEvent) => {
    const inView = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (side + BELOW)));
    const next = moveIn(event.key, selected, set.nSamples, columns, inView);
    if (next === null) return;
    event.preventDefault();
    onSelect(next);
    rows.scrollToIndex(Math.floor(next / columns));
  };

  const ordinals = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return (
    <div
      ref={useMergedRef(scroller, sized)}
      className={styles.grid}
      role="listbox"
      tabIndex={0}
      aria-label={words("samples.samples")}
      aria-activedescendant={`sample-${selected}`}
      onKeyDown={press}
      data-testid="sample-grid"
    >
      <div style={{ height: rows.getTotalSize() }}>
        {ordinals.map((ordinal) => {
          const sample = sampleAt(ordinal);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys
            <div
              key={ordinal}
              id={`sample-${ordinal}`}
              className={styles.tile}
              role="option"
              tabIndex={-1}
              aria-selected={ordinal === selected}
              aria-setsize={set.nSamples}
              aria-posinset={ordinal + 1}
              style={{
                width: side - 4,
                left: (ordinal % columns) * side + 2,
                top: Math.floor(ordinal / columns) * (side + BELOW) + 2,
              }}
              onClick={() => onSelect(ordinal)}
            >
              <Thumbnail
                set={set.id}
                ordinal={ordinal}
                size={side - 10}
                label={sample?.label ?? ""}
              />
              <span className={styles.name}>{sample?.label ?? "\u00a0"}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
