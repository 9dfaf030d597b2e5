import { useState } from "react";
import { isSameLead, type Lead, leadName, shareChannel } from "../../../viewport/trace/montage";
import { acrossStrip, leadsToPoint, seenSeconds, smallStep } from "../../../viewport/trace/place";
import {
  type Sheet,
  type Strip,
  secondsOf,
  strips,
  type Turn,
} from "../../../viewport/trace/sheet";
import { ALL_LEADS, leadOf, type Marked, markedOf } from "../items/placed";
import { digitOf } from "../reading";
import { isHeld, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Over.module.css";

export interface SpanView extends Marked {
  readonly from: number;
  readonly to: number;
}

interface Props {
  sheet: Sheet;
  turn: (turn: Turn) => void;
  spans: readonly SpanView[];
  pointing: Cursor["pointing"] | null;
}

/** The stretches on a trace, each over the channel that it belongs to, or over all. */
export function SpansOver({ sheet, turn, spans, pointing }: Props) {
  const all = strips(sheet);
  return (
    <svg className={styles.over} aria-hidden="true">
      {spans.map((span, at) =>
        all.map((strip, index) => (
          <Stretch key={`${at}-${index}`} sheet={sheet} strip={strip} span={span} />
        )),
      )}
      {pointing && <Pointer sheet={sheet} turn={turn} pointing={pointing} />}
    </svg>
  );
}

function Stretch({ sheet, strip, span }: { sheet: Sheet; strip: Strip; span: SpanView }) {
  const lead = leadOf(span);
  const own = lead === null || isSameLead(lead, strip);
  if (!own && !(isElsewhere(sheet, lead) && shareChannel(lead, strip))) return null;
  const [left, right] = [strip.x, strip.x + strip.width];
  const from = Math.max(left, acrossStrip(sheet, strip, span.from));
  const to = Math.min(right, acrossStrip(sheet, strip, span.to));
  if (to <= from) return null;
  return (
    <rect
      x={from}
      y={strip.y + 2}
      width={to - from}
      height={strip.height - 4}
      className={own ? styles.stretch : styles.related}
    />
  );
}

/** Whether a lead is of another montage: what was marked on it stays in sight on what it is made of. */
function isElsewhere(sheet: Sheet, lead: Lead): boolean {
  return !leadsToPoint(sheet).some((one) => isSameLead(one, lead));
}

interface Cursor {
  sheet: Sheet;
  turn: (turn: Turn) => void;
  pointing: {
    /** Where the stretch begins that is not ended yet. */
    readonly begun: number | null;
    readonly onBegin: (seconds: number) => void;
    readonly onEnd: (marked: Marked, from: number, to: number) => void;
    readonly onSay: (said: string) => void;
  };
}

/** A line in time: arrows move it and choose the lead, Space sets the begin and then the end. */
function Pointer({ sheet, turn, pointing }: Cursor) {
  const length = secondsOf(sheet.block);
  const leads = leadsToPoint(sheet);
  const [chosen, setLead] = useState<Lead | null>(null);
  // In another montage the rows are others: then it points at all of them again.
  const lead = chosen && leads.some((one) => isSameLead(one, chosen)) ? chosen : null;
  const [at, setAt] = useState(() => {
    const [from, to] = seenSeconds(sheet, null);
    return from + (to - from) / 8;
  });

  const moveTo = (seconds: number) => {
    const next = Math.min(length, Math.max(0, seconds));
    setAt(next);
    const [from, to] = seenSeconds(sheet, null);
    if (next < from) turn({ kind: "scroll", share: -0.25 });
    else if (to < next) turn({ kind: "scroll", share: 0.25 });
  };

  const chooseLead = (wanted: Lead | null) => {
    setLead(wanted);
    const name = wanted && leadName(sheet.block, wanted);
    pointing.onSay(name === null ? say("item.spanAll") : say("point.atLead", { lead: name }));
    if (wanted === null) return;
    const row = leads.findIndex((one) => isSameLead(one, wanted));
    const seen = strips(sheet).some((strip) => isSameLead(strip, wanted));
    // A row that is out of sight comes into sight.
    if (!seen) turn({ kind: "rows", by: row - sheet.row });
    // A lead that is seen only for a while takes the line with it.
    const [from, to] = seenSeconds(sheet, wanted);
    if (at < from || to < at) setAt(from + (to - from) / 8);
  };

  useKey((event) => {
    if (isHeld(event)) return;
    const along = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const down = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (along !== 0) {
      moveTo(at + along * (event.shiftKey ? 5 : 1) * smallStep(sheet));
    } else if (down !== 0) {
      // All leads stand before the first one.
      const now = lead ? leads.findIndex((one) => isSameLead(one, lead)) : -1;
      const next = Math.min(leads.length - 1, Math.max(-1, now + down));
      chooseLead(leads[next] ?? null);
    } else if (digitOf(event) === "0") {
      chooseLead(null);
    } else if (event.key === " " || event.key === "Enter") {
      if (event.repeat) return;
      if (pointing.begun === null) pointing.onBegin(at);
      else pointing.onEnd(lead ? markedOf(lead) : ALL_LEADS, pointing.begun, at);
    } else {
      return;
    }
    event.preventDefault();
  }, true);

  const begun = pointing.begun;
  return strips(sheet)
    .filter((strip) => lead === null || isSameLead(strip, lead))
    .map((strip, index) => {
      const x = acrossStrip(sheet, strip, at);
      const isSeen = strip.x - 1 <= x && x <= strip.x + strip.width + 1;
      const [from, to] = begun === null ? [at, at] : [Math.min(begun, at), Math.max(begun, at)];
      return (
        <g key={index}>
          {begun !== null && (
            <Stretch sheet={sheet} strip={strip} span={{ ...ALL_LEADS, from, to }} />
          )}
          {isSeen && (
            <line
              x1={x}
              x2={x}
              y1={strip.y}
              y2={strip.y + strip.height}
              className={styles.cursor}
            />
          )}
        </g>
      );
    });
}
