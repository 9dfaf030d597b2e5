import { CloseButton, UnstyledButton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { commands, type RecentProject } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { moment } from "../../shared/numbers";
import { useAct } from "../../shared/useAct";
import styles from "./RecentList.module.css";

type Props = { recent: RecentProject[]; busy: boolean; onOpen: (key: string) => void };

/** The projects of before, newest first; those that cannot be found can only be forgotten. */
export function RecentList({ recent, busy, onOpen }: Props) {
  const client = useQueryClient();
  const act = useAct();
  const forget = async (key: string) => {
    await act(() => commands.forgetRecent(key));
    await client.invalidateQueries({ queryKey: facts.recent().queryKey });
  };
  return (
    <section className={styles.recent} aria-label={words("start.recent")}>
      <h2 className={styles.title}>{words("start.recent")}</h2>
      <ul className={styles.list}>
        {recent.map(({ key, name, place, openedAt, found }) => (
          <li key={key} className={styles.line} data-missing={!found || undefined}>
            <UnstyledButton
              className={styles.project}
              onClick={() => onOpen(key)}
              disabled={!found || busy}
            >
              <span className={styles.name}>{name}</span>
              <span className={styles.place}>
                {found ? place : words("start.missing", { place })}
              </span>
            </UnstyledButton>
            <span className={styles.when}>{moment(openedAt)}</span>
            <CloseButton
              size="sm"
              title={words("start.forget")}
              aria-label={words("start.forgetNamed", { name })}
              onClick={() => forget(key)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
