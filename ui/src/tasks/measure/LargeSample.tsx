import { useQuery } from "@tanstack/react-query";
import { call } from "../../core/call";
import { samplePixels } from "../../core/raw";
import { FailureNote } from "../../shared/FailureNote";
import { sampleWords } from "../../shared/viewportWords";
import { SampleBlock } from "../../viewport/SampleBlock";

type Props = { set: number; ordinal: number; label: string };

/** One sample, as large as the place it is put in. */
export function LargeSample({ set, ordinal, label }: Props) {
  const { data: bytes, error } = useQuery({
    queryKey: ["pixels", set, ordinal],
    queryFn: () => call(samplePixels(set, ordinal)),
    gcTime: 10_000,
  });
  if (error) return <FailureNote failure={error} />;
  if (!bytes) return null;
  return (
    <SampleBlock key={`${set}/${ordinal}`} bytes={bytes} label={label} words={sampleWords()} />
  );
}
