import { TextInput } from "@mantine/core";
import { words } from "../../core/words";

type Props = {
  description: string;
  value: string;
  /** Whether the keyboard is here first. */
  autoFocus?: boolean;
  onChange: (value: string) => void;
};

/** The word by which patients are known again in another project. */
export function LinkingWord({ description, value, autoFocus = false, onChange }: Props) {
  return (
    <TextInput
      label={words("study.exposure.word")}
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      {...(autoFocus ? { "data-autofocus": true } : {})}
      data-testid="linking-word"
    />
  );
}
