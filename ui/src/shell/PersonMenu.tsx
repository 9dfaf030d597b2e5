import { Kbd, Menu, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { UserView } from "../core/bindings";
import { roleMay, roleTitle } from "../core/people";
import { go } from "../core/place";
import { words } from "../core/words";
import { DownIcon } from "../shared/icons";
import { PassphraseDialog } from "../shared/PassphraseDialog";
import styles from "./TopBar.module.css";

type Props = { you: UserView; onLock: () => void };

/** Who is signed in, as what, and what they can do about it. */
export function PersonMenu({ you, onLock }: Props) {
  const [changing, setChanging] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <UnstyledButton
            className={styles.person}
            aria-label={words("people.you", { name: you.name, role: roleTitle(you.role) })}
            data-testid="you"
          >
            <span className={styles.personName}>{you.name}</span>
            <span className={styles.role}>{roleTitle(you.role)}</span>
            <DownIcon size={14} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label className={styles.may}>{roleMay(you.role)}</Menu.Label>
          <Menu.Item onClick={onLock} rightSection={<Kbd size="xs">Ctrl L</Kbd>} data-testid="lock">
            {words("people.lock")}
          </Menu.Item>
          <Menu.Item onClick={() => setChanging(true)} data-testid="change-passphrase">
            {words("pass.changeStart")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => go("protection")} data-testid="to-protection">
            {words("page.protection")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PassphraseDialog
        name={changing ? you.name : null}
        you={you.name}
        onClose={() => setChanging(false)}
      />
    </>
  );
}
