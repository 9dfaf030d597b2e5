import { TextInput } from "@mantine/core";

type Props = {
  label: string;
  description: string;
  value: string;
  onChange: (value: string) => void;
};

/** The name of a new user, where the keyboard is first. */
export function NameField({ label, description, value, onChange }: Props) {
  return (
    <TextInput
      label={label}
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={80}
      autoComplete="off"
      data-autofocus
      data-testid="user-name"
    />
  );
}
