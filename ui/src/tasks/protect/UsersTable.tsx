import { ActionIcon, Menu } from "@mantine/core";
import type { ProtectionView } from "../../core/bindings";
import { roleMay, roleTitle } from "../../core/people";
import { words } from "../../core/words";
import { MoreIcon } from "../../shared/icons";
import { moment } from "../../shared/numbers";
import type { Act } from "./acts";
import styles from "./ProtectionPage.module.css";

type Props = { protection: ProtectionView; canChange: boolean; onAct: (act: Act) => void };

/** Who may open the project, as what, and since when. */
export function UsersTable({ protection: { users, you }, canChange, onAct }: Props) {
  return (
    <table className={styles.users} data-testid="users">
      <thead>
        <tr>
          <th scope="col">{words("protect.name")}</th>
          <th scope="col">{words("protect.role")}</th>
          <th scope="col">{words("protect.since")}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {users.map(({ name, role, since }) => {
          const own = name === you?.name;
          return (
            <tr key={name}>
              <th scope="row">
                {name}
                {own && <span className={styles.you}>{words("protect.you")}</span>}
              </th>
              <td>
                {roleTitle(role)}
                <span className={styles.may}>{roleMay(role)}</span>
              </td>
              <td className={styles.since}>{moment(since)}</td>
              <td className={styles.hand}>
                {(canChange || own) && (
                  <Menu position="bottom-end">
                    <Menu.Target>
                      <ActionIcon
                        size={32}
                        aria-label={words("protect.menuOf", { name })}
                        title={words("protect.menuOf", { name })}
                        data-testid={`user-menu-${name}`}
                      >
                        <MoreIcon />
                      </ActionIcon>
                    </Menu.Target>
                    <Menu.Dropdown>
                      <Menu.Item
                        onClick={() => onAct({ does: "passphrase", name })}
                        data-testid="set-passphrase-of"
                      >
                        {words(own ? "pass.changeStart" : "pass.setStart")}
                      </Menu.Item>
                      {canChange && (
                        <Menu.Item
                          color="red"
                          onClick={() => onAct({ does: "remove", name })}
                          data-testid="remove-user"
                        >
                          {words("protect.remove.start")}
                        </Menu.Item>
                      )}
                    </Menu.Dropdown>
                  </Menu>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
