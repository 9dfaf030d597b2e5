import { words } from "../core/words";
import styles from "./NewPassphrase.module.css";
import { PassphraseField } from "./PassphraseField";
import { strengthOf } from "./passphrase";

type Props = {
  label?: string;
  description?: string;
  value: string;
  again: string;
  autoFocus?: boolean;
  onChange: (value: string) => void;
  onAgain: (value: string) => void;
};

/** A new passphrase, typed twice, with how hard it is to guess. */
export function NewPassphrase({
  label = words("pass.label"),
  description = words("pass.hint"),
  value,
  again,
  autoFocus = false,
  onChange,
  onAgain,
}: Props) {
  const strength = strengthOf(value);
  return (
    <div className={styles.both}>
      <div>
        <PassphraseField
          label={label}
          description={description}
          value={value}
          autoFocus={autoFocus}
          onChange={onChange}
          testId="passphrase"
        />
        <p
          className={styles.strength}
          role="status"
          data-strength={strength}
          data-testid="strength"
        >
          {words(`pass.strength.${strength}`)}
        </p>
      </div>
      <PassphraseField
        label={words("pass.again")}
        value={again}
        error={again !== "" && again !== value && words("pass.other")}
        onChange={onAgain}
        testId="passphrase-again"
      />
    </div>
  );
}
