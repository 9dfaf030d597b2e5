import { useMemo } from "react";
import { isPixels, parsePixels } from "./pixels";
import { parseSignal } from "./trace/signal";
import { TraceView, type TraceWords } from "./trace/TraceView";
import { Viewport, type ViewportWords } from "./Viewport";

interface Props {
  /** A TPX1 or TSG1 block. Give the component a new `key` with a new sample. */
  bytes: ArrayBuffer;
  label: string;
  words: { readonly picture: ViewportWords; readonly trace: TraceWords };
}

/** Shows a sample as what its block says it is: a picture, or a trace. */
export function SampleBlock({ bytes, label, words }: Props) {
  const picture = useMemo(() => (isPixels(bytes) ? parsePixels(bytes) : null), [bytes]);
  const signal = useMemo(() => (isPixels(bytes) ? null : parseSignal(bytes)), [bytes]);
  if (signal) return <TraceView block={signal} label={label} words={words.trace} />;
  return picture && <Viewport block={picture} label={label} words={words.picture} />;
}
