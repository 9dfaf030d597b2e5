import { PasswordInput } from "@mantine/core";
import { type ReactNode, type Ref, useState } from "react";
import { words } from "../core/words";
import { WarnIcon } from "./icons";
import styles from "./PassphraseField.module.css";

type Props = {
  label: string;
  description?: string;
  value: string;
  error?: ReactNode;
  autoFocus?: boolean;
  disabled?: boolean;
  testId?: string;
  inputRef?: Ref<HTMLInputElement>;
  onChange: (value: string) => void;
};

/** A passphrase, hidden until one asks to see it; it says when Caps Lock is on. */
export function PassphraseField({
  label,
  description,
  value,
  error = false,
  autoFocus = false,
  disabled = false,
  testId = "passphrase",
  inputRef,
  onChange,
}: Props) {
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: { getModifierState: (key: "CapsLock") => boolean }) =>
    setCapsLock(event.getModifierState("CapsLock"));
  return (
    <div>
      <PasswordInput
        size="sm"
        label={label}
        description={description}
        value={value}
        error={error}
        errorProps={{ role: "alert" }}
        aria-invalid={Boolean(error)}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        maxLength={256}
        visibilityToggleButtonProps={{ "aria-label": words("pass.show"), tabIndex: 0 }}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={look}
        onKeyUp={look}
        onClick={look}
        onBlur={() => setCapsLock(false)}
        {...(inputRef ? { ref: inputRef } : {})}
        {...(autoFocus ? { "data-autofocus": true } : {})}
        data-testid={testId}
      />
      <p role="status" className={styles.caps}>
        {capsLock && (
          <>
            <WarnIcon size={14} />
            {words("pass.capsLock")}
          </>
        )}
      </p>
    </div>
  );
}
