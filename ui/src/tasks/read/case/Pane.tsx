import type { BlindStimulus, ReadingView } from "../../../core/bindings";
import { TraceView } from "../../../viewport/trace/TraceView";
import { Viewport } from "../../../viewport/Viewport";
import { markedOf } from "../items/placed";
import { say } from "../words";
import { MarksOver } from "./MarksOver";
import { type FieldPicking, PatientCard } from "./PatientCard";
import type { Block } from "./pixelsAhead";
import type { PointAt } from "./pointAt";
import { SpansOver } from "./SpansOver";
import { traceWords, viewportWords } from "./stripWords";

interface Props {
  stimulus: BlindStimulus;
  /** What is seen of it; nothing for a card. */
  block: Block | null;
  view: ReadingView;
  label: string;
  /** Whether keys of the picture are this one's, wherever the focus is. */
  hasKeys: boolean;
  /** Whether it is one of many, and has no strip of its own. */
  bare: boolean;
  columns: number;
  point: PointAt;
  onFirstPaint: (at: number) => void;
}

/** One of what is shown: a picture, a trace or a card, with what was pointed at on it. */
export function Pane(props: Props) {
  const { stimulus, block, view, label, hasKeys, bare, point, onFirstPaint } = props;
  const { marks, spans, fields } = point;
  if (block?.kind === "signal") {
    return (
      <TraceView
        block={block.signal}
        label={label}
        words={traceWords()}
        keys={hasKeys ? "page" : "picture"}
        bare={bare}
        onFirstPaint={onFirstPaint}
        onStretch={
          spans?.pointing
            ? (from, to) => point.stretch(markedOf(from), from.seconds, to.seconds)
            : undefined
        }
        over={
          spans
            ? (sheet, turn) => (
                <SpansOver
                  sheet={sheet}
                  turn={turn}
                  spans={spans.given}
                  pointing={spans.pointing}
                />
              )
            : undefined
        }
      />
    );
  }
  if (block?.kind === "image") {
    return (
      <Viewport
        block={block.pixels}
        label={label}
        words={viewportWords()}
        readouts="relative"
        window={view.window ?? undefined}
        keys={hasKeys ? "page" : "picture"}
        bare={bare}
        onFirstPaint={onFirstPaint}
        onPlace={marks?.onSet ? (at) => marks.onSet?.([at.x, at.y]) : undefined}
        over={
          marks
            ? (lens) => <MarksOver lens={lens} marks={marks.given} onSet={marks.onSet} />
            : undefined
        }
      />
    );
  }
  const picking: FieldPicking | null = fields;
  return (
    <PatientCard
      fields={stimulus.fields}
      label={label === say("case.image") ? say("case.card") : label}
      hasKeys={hasKeys}
      columns={props.columns}
      picking={picking}
      onFirstPaint={onFirstPaint}
    />
  );
}
