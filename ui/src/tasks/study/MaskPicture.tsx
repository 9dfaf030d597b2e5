import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, type PointerEvent, useId, useRef } from "react";
import type { Arm, MaskPreview, MaskRect } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { FailureNote } from "../../shared/FailureNote";
import { useObjectUrl } from "../../shared/useObjectUrl";
import styles from "./MaskDialog.module.css";
import { type Grip, type Point, pointOf } from "./masking";

type Props = {
  study: number;
  arm: Arm;
  preview: MaskPreview;
  rects: MaskRect[];
  chosen: number | null;
  /** Whether the parts are reached by the Tab key here; one of two pictures is enough. */
  reached: boolean;
  onChoose: (at: number | null) => void;
  onDrag: (grip: Grip, from: Point, to: Point) => void;
  /** The pointer was let go; `kept`: where it was is meant. */
  onDrop: (kept: boolean) => void;
};

/** A shorter way with the pointer is a click. */
const CLICK = 3;
/** Below so many columns, pixels are drawn as squares. */
const COARSE = 320;

const CORNERS = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

type Drag = { grip: Grip; from: Point; x: number; y: number; begun: boolean };

/** The images of one source laid over each other, and the parts that are covered on them. */
export function MaskPicture(props: Props) {
  const { study, arm, preview, rects, chosen, reached, onChoose, onDrag, onDrop } = props;
  const { data, error } = useQuery(facts.maskPicture(study, arm));
  const url = useObjectUrl(data);
  const drag = useRef<Drag | null>(null);
  const caption = useId();
  const n = arm === "real" ? preview.nReal : preview.nSynthetic;
  const { columns, rows } = preview;

  const at = (event: PointerEvent<HTMLElement>) =>
    pointOf(event, event.currentTarget.getBoundingClientRect(), preview);
  const start = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const grip = gripOf(event.target);
    onChoose(grip.kind === "draw" ? null : grip.at);
    event.currentTarget.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y } = event;
    drag.current = { grip, from: at(event), x, y, begun: false };
  };
  const go = (event: PointerEvent<HTMLElement>) => {
    const held = drag.current;
    if (!held) return;
    held.begun ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) >= CLICK;
    if (held.begun) onDrag(held.grip, held.from, at(event));
  };
  const stop = (kept: boolean) => {
    const held = drag.current;
    drag.current = null;
    if (held?.begun) onDrop(kept);
  };

  return (
    <figure className={styles.figure} aria-labelledby={caption}>
      <figcaption className={styles.caption} id={caption}>
        <ArmMark arm={arm} />
        <strong>{words(`arm.${arm}`)}</strong>
        <span className={styles.mute}>{words("study.mask.picture", { count: n })}</span>
      </figcaption>
      <FailureNote failure={error} />
      <div
        className={styles.picture}
        style={
          {
            aspectRatio: `${columns} / ${rows}`,
            "--shape": columns / rows,
            imageRendering: columns < COARSE ? "pixelated" : "auto",
          } as CSSProperties
        }
        onPointerDown={start}
        onPointerMove={go}
        onPointerUp={() => stop(true)}
        onPointerCancel={() => stop(false)}
        data-testid={`mask-picture-${arm}`}
      >
        {url && <img src={url} alt={words("study.mask.alt")} draggable={false} />}
        {rects.map((rect, place) => (
          <Part
            key={place}
            rect={rect}
            place={place}
            preview={preview}
            isChosen={place === chosen}
            reached={reached}
            onChoose={onChoose}
          />
        ))}
      </div>
    </figure>
  );
}

type PartProps = Pick<Props, "preview" | "reached" | "onChoose"> & {
  rect: MaskRect;
  place: number;
  isChosen: boolean;
};

function Part({ rect, place, preview, isChosen, reached, onChoose }: PartProps) {
  const share = (length: number, side: number) => `${(100 * length) / side}%`;
  return (
    <button
      type="button"
      className={styles.part}
      style={{
        left: share(rect.left, preview.columns),
        top: share(rect.top, preview.rows),
        width: share(rect.width, preview.columns),
        height: share(rect.height, preview.rows),
      }}
      data-part={place}
      data-chosen={isChosen || undefined}
      {...(reached
        ? {
            "aria-label": words("study.mask.partAt", { number: place + 1, ...rect }),
            "aria-pressed": isChosen,
            "data-testid": `mask-part-${place + 1}`,
            onFocus: () => onChoose(place),
          }
        : { "aria-hidden": true, tabIndex: -1 })}
    >
      <span className={styles.number}>{place + 1}</span>
      {isChosen &&
        CORNERS.map(([x, y]) => (
          <span key={`${x} ${y}`} className={styles.corner} data-x={x} data-y={y} />
        ))}
    </button>
  );
}

/** What is taken hold of: what lies under the pointer. */
function gripOf(target: EventTarget): Grip {
  const element = target instanceof Element ? target : null;
  const part = element?.closest<HTMLElement>("[data-part]");
  if (!part) return { kind: "draw" };
  const at = Number(part.dataset.part);
  const corner = element?.closest<HTMLElement>("[data-x]");
  if (!corner) return { kind: "move", at };
  return { kind: "corner", at, x: Number(corner.dataset.x), y: Number(corner.dataset.y) };
}
