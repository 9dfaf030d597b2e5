import { useQuery } from "@tanstack/react-query";
import { call } from "../../core/call";
import { samplePixels } from "../../core/raw";
import { FailureNote } from "../../shared/FailureNote";
import { viewportWords } from "../../shared/viewportWords";
import { parsePixels } from "../../viewport/pixels";
import { Viewport } from "../../viewport/Viewport";

type Props = { set: number; ordinal: number; label: string };

/** One sample, as large as the place it is put in. */
export function LargeSample({ set, ordinal, label }: Props) {
  const { data: block, error } = useQuery({
    queryKey: ["pixels", set, ordinal],
    queryFn: async () => parsePixels(await call(samplePixels(set, ordinal))),
    gcTime: 10_000,
  });
  if (error) return <FailureNote failure={error} />;
  if (!block) return null;
  return <Viewport key={`${set}/${ordinal}`} block={block} label={label} words={viewportWords()} />;
}
