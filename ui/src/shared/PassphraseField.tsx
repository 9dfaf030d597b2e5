import { PasswordInput } from "@mantine/core";
import { words } from "../../core/words";

type Props = {
  label: string;
  description?: string;
  value: string;
  error?: string | false;
  autoFocus?: boolean;
  testId?: string;
  onChange: (value: string) => void;
};

/** A passphrase, hidden until one asks to see it. */
export function PassphraseField({
  label,
  description,
  value,
  error = false,
  autoFocus = false,
  testId = "passphrase",
  onChange,
}: Props) {
  return (
    <PasswordInput
      size="sm"
      label={label}
      description={description}
      value={value}
      error={error}
      autoComplete="off"
      maxLength={256}
      visibilityToggleButtonProps={{ "aria-label": words("study.pass.show"), tabIndex: 0 }}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...(autoFocus ? { "data-autofocus": true } : {})}
      data-testid={testId}
    />
  );
}
