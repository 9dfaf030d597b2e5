import { Kbd, Modal } from "@mantine/core";
import { textOf, words } from "../core/words";
import styles from "./Shortcuts.module.css";

type Props = { opened: boolean; onClose: () => void };

const GROUPS = [
  ["everywhere", ["find", "main", "keys", "steps", "jobs", "lock", "escape"]],
  ["lists", ["import", "arrows", "ends"]],
  ["picture", ["contrast", "zoom", "fit", "invert", "reset"]],
  ["results", ["next", "compare"]],
] as const;

/** All keys on one page. */
export function Shortcuts({ opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words("keys.title")}
      size={640}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <div className={styles.groups}>
        {GROUPS.map(([group, keys]) => (
          <section key={group}>
            <h2 className={styles.group}>{words(`keys.${group}.title`)}</h2>
            <dl className={styles.list}>
              {keys.map((key) => (
                <div key={key} className={styles.line}>
                  <dt>
                    <Kbd size="xs">{textOf("ui", `keys.${group}.${key}.press`)}</Kbd>
                  </dt>
                  <dd>{textOf("ui", `keys.${group}.${key}.does`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
