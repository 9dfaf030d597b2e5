import { ActionIcon, Menu } from "@mantine/core";
import { useState } from "react";
import type { SetView } from "../../core/bindings";
import { hashOf } from "../../core/place";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { MoreIcon } from "../../shared/icons";
import { count } from "../../shared/numbers";
import { isSeen } from "../../shared/sets";
import { Thumbnail } from "../../shared/Thumbnail";
import { useReadOnly } from "../../shared/useReadOnly";
import { GeneratePanel } from "./GeneratePanel";
import { RenameDialog } from "./RenameDialog";
import styles from "./SetList.module.css";
import { useSetActs } from "./useSetActs";

type Props = { set: SetView };

/** How many pictures stand for a set in the list. */
const PICTURES = 4;

/** A set in the list: a few of its pictures, what it is, and what can be done with it. */
export function SetLine({ set }: Props) {
  const [asking, ask] = useState<"rename" | "generate" | null>(null);
  const acts = useSetActs();
  const readOnly = useReadOnly();
  return (
    <tr data-testid={`set-${set.id}`}>
      <td>
        <a className={styles.set} href={hashOf("samples", set.id)}>
          {isSeen(set) ? (
            <span className={styles.strip} aria-hidden="true">
              {spread(set.nSamples, PICTURES).map((ordinal) => (
                <Thumbnail
                  key={ordinal}
                  set={set.id}
                  ordinal={ordinal}
                  size={40}
                  side={96}
                  label=""
                />
              ))}
            </span>
          ) : (
            <span className={styles.sheet} aria-hidden="true">
              {Array.from({ length: 24 }, (_, at) => (
                <i key={at} />
              ))}
            </span>
          )}
          <span className={styles.name}>
            <ArmMark arm={set.arm} />
            {set.name}
          </span>
        </a>
      </td>
      <td className={styles.generator} title={set.generator ?? undefined}>
        {set.generator}
      </td>
      <td className={styles.number}>{count(set.nSamples)}</td>
      <td className={styles.number}>
        {set.nSubjects === null ? (
          <span className={styles.mute}>
            {set.arm === "real" ? words("samples.notKnown") : "–"}
          </span>
        ) : (
          count(set.nSubjects)
        )}
      </td>
      <td className={styles.short}>{set.shape}</td>
      <td className={styles.number}>
        {set.nNotes > 0 ? (
          <a className={styles.warn} href={hashOf("samples", set.id)}>
            {count(set.nNotes)}
          </a>
        ) : (
          <span className={styles.mute}>0</span>
        )}
      </td>
      <td className={styles.number}>
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon aria-label={words("samples.moreNamed", { name: set.name })}>
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {set.arm === "real" && (
              <Menu.Item disabled={readOnly} onClick={() => ask("generate")}>
                {words("samples.generate")}
              </Menu.Item>
            )}
            <Menu.Item disabled={readOnly} onClick={() => ask("rename")}>
              {words("samples.rename")}
            </Menu.Item>
            <Menu.Item color="red" disabled={readOnly} onClick={() => acts.remove(set)}>
              {words("samples.remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {asking === "rename" && <RenameDialog set={set} onClose={() => ask(null)} />}
        {asking === "generate" && <GeneratePanel set={set} onClose={() => ask(null)} />}
      </td>
    </tr>
  );
}

/** Ordinals spread evenly over a set. */
function spread(n: number, most: number): number[] {
  const shown = Math.min(n, most);
  return Array.from({ length: shown }, (_, at) => Math.floor(((at + 0.5) * n) / shown));
}
