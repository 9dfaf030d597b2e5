import type { ReactNode } from "react";
import type { ItemView, ReadingView } from "../../../core/bindings";
import { choicesOf } from "../items/picks";
import { isPlaced } from "../items/placed";
import { KeyButton } from "../KeyButton";
import { say } from "../words";
import { CaseKeys } from "./CaseKeys";
import { KeyLine, KeyList } from "./KeyLine";
import styles from "./Page.module.css";

interface Props {
  view: ReadingView;
  items: readonly ItemView[];
  /** Whether one case is shown, and not several together. */
  isOne: boolean;
  /** Whether it is an EEG. */
  ofEeg?: boolean;
  onClose: () => void;
}

/** Every key of the room that does something to this case. */
export function KeysPage({ view, items, isOne, ofEeg = false, onClose }: Props) {
  const has = (test: (item: ItemView) => boolean) => items.some(test);
  const kind = (wanted: string) => has(({ answer }) => answer.kind === wanted);
  const choices = items.flatMap(({ answer }) => choicesOf(answer));
  const most = choices.map(({ key }) => key).filter((key) => /^\d$/.test(key));
  const when = (holds: boolean, line: ReactNode) => holds && line;
  return (
    <div className={styles.page} role="dialog" aria-modal="true" aria-label={say("keys.heading")}>
      <div className={styles.wide}>
        <h1>{say("keys.heading")}</h1>
        <div className={styles.lists}>
          <KeyList heading={say("keys.answer")}>
            {when(
              0 < most.length,
              <KeyLine keys={["1", "…", most.toSorted().at(-1) ?? "1"]}>
                {say("keys.choose")}
              </KeyLine>,
            )}
            {when(
              choices.some(({ key }) => key === "O"),
              <KeyLine keys={["O"]}>{say("keys.other")}</KeyLine>,
            )}
            {when(kind("several"), <KeyLine keys={["0"]}>{say("keys.none")}</KeyLine>)}
            {kind("vas") && (
              <>
                <KeyLine keys={["0", "…", "9"]}>{say("keys.line")}</KeyLine>
                <KeyLine keys={[",", "."]}>{say("keys.fine")}</KeyLine>
                <KeyLine keys={["Home", "End"]}>{say("keys.ends")}</KeyLine>
              </>
            )}
            {when(kind("number"), <KeyLine keys={["0", "…", "9"]}>{say("keys.number")}</KeyLine>)}
            {when(
              has(({ cannotJudge }) => cannotJudge),
              <KeyLine keys={["X"]}>{say("keys.cannot")}</KeyLine>,
            )}
            {when(kind("text"), <KeyLine keys={["N"]}>{say("keys.write")}</KeyLine>)}
            {when(
              has((item) => isPlaced(item) && item.answer.kind !== "span"),
              <KeyLine keys={["M"]}>{say("keys.pointAt")}</KeyLine>,
            )}
            {when(kind("span"), <KeyLine keys={["S"]}>{say("keys.pointSpan")}</KeyLine>)}
            <KeyLine keys={["Backspace"]}>{say("keys.clear")}</KeyLine>
            {when(
              1 < items.length,
              <KeyLine keys={["Tab", "Shift Tab"]}>{say("keys.items")}</KeyLine>,
            )}
            <KeyLine keys={["Enter"]}>{say("keys.save")}</KeyLine>
            <KeyLine keys={["P"]}>{say("keys.pause")}</KeyLine>
            <KeyLine keys={["?"]}>{say("keys.keys")}</KeyLine>
            <KeyLine keys={["Esc"]}>{say("keys.close")}</KeyLine>
          </KeyList>
          <CaseKeys kind={view.kind} isOne={isOne} ofEeg={ofEeg} />
        </div>
        <div className={styles.actions}>
          <KeyButton keyName="Esc" strong onPress={onClose}>
            {say("keys.back")}
          </KeyButton>
        </div>
      </div>
    </div>
  );
}
