import { Radio } from "@mantine/core";
import type { UserView } from "../../core/bindings";
import { roleTitle } from "../../core/people";
import styles from "./UnlockPage.module.css";

type Props = {
  label: string;
  users: UserView[];
  value: string;
  autoFocus: boolean;
  onChange: (name: string) => void;
};

/** Who it is: a list to choose from, by arrow keys too. */
export function UserChoice({ label, users, value, autoFocus, onChange }: Props) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <div className={styles.users}>
        {users.map(({ name, role }, at) => (
          <label key={name} className={styles.user}>
            <Radio
              value={name}
              aria-label={`${name}, ${roleTitle(role)}`}
              autoFocus={autoFocus && at === 0}
              data-testid={`user-${at}`}
            />
            <span className={styles.who}>{name}</span>
            <span className={styles.role}>{roleTitle(role)}</span>
          </label>
        ))}
      </div>
    </Radio.Group>
  );
}
