import type { ReactNode } from "react";
import type { ReadingView } from "../../core/bindings";
import { KeyButton } from "./KeyButton";
import styles from "./Page.module.css";
import { isScale } from "./reading";
import { say } from "./words";

interface Props {
  view: ReadingView;
  onClose: () => void;
}

/** Every key of the room. */
export function KeysPage({ view, onClose }: Props) {
  const steps = Math.max(0, ...view.questions.map(({ anchors }) => anchors.length));
  const hasText = view.questions.some((question) => !isScale(question));
  return (
    <div className={styles.page} role="dialog" aria-modal="true" aria-label={say("keys.heading")}>
      <div className={styles.wide}>
        <h1>{say("keys.heading")}</h1>
        <div className={styles.lists}>
          <KeyList heading={say("keys.answer")}>
            <KeyLine keys={["1", "…", String(steps)]}>{say("keys.choose")}</KeyLine>
            <KeyLine keys={["Enter"]}>{say("keys.save")}</KeyLine>
            {hasText && <KeyLine keys={["N"]}>{say("keys.note")}</KeyLine>}
            <KeyLine keys={["P"]}>{say("keys.pause")}</KeyLine>
            <KeyLine keys={["?"]}>{say("keys.keys")}</KeyLine>
            <KeyLine keys={["Esc"]}>{say("keys.close")}</KeyLine>
          </KeyList>
          {view.kind === "image" ? (
            <KeyList heading={say("keys.picture")}>
              <KeyLine keys={["Shift", "← → ↑ ↓", say("keys.drag")]}>{say("keys.window")}</KeyLine>
              <KeyLine keys={["+", "−", say("keys.wheel")]}>{say("keys.zoom")}</KeyLine>
              <KeyLine keys={["← → ↑ ↓", say("keys.dragRight")]}>{say("keys.pan")}</KeyLine>
              <KeyLine keys={["F", "0"]}>{say("keys.fit")}</KeyLine>
              <KeyLine keys={["A"]}>{say("keys.oneToOne")}</KeyLine>
              <KeyLine keys={["I"]}>{say("keys.invert")}</KeyLine>
              <KeyLine keys={["R"]}>{say("keys.reset")}</KeyLine>
            </KeyList>
          ) : view.kind === "signal" ? (
            <KeyList heading={say("keys.trace")}>
              <KeyLine keys={["+", "−"]}>{say("keys.magnify")}</KeyLine>
              <KeyLine keys={["←", "→", "PgUp", "PgDn"]}>{say("keys.scrollTrace")}</KeyLine>
              <KeyLine keys={["↑", "↓"]}>{say("keys.rows")}</KeyLine>
              <KeyLine keys={["L"]}>{say("keys.layout")}</KeyLine>
              <KeyLine keys={["R"]}>{say("keys.reset")}</KeyLine>
            </KeyList>
          ) : (
            <KeyList heading={say("keys.card")}>
              <KeyLine keys={["↑", "↓", "PgUp", "PgDn"]}>{say("keys.scroll")}</KeyLine>
            </KeyList>
          )}
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

function KeyList({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <section>
      <h2>{heading}</h2>
      <ul className={styles.keys}>{children}</ul>
    </section>
  );
}

function KeyLine({ keys, children }: { keys: readonly string[]; children: string }) {
  return (
    <li>
      <span className={styles.pressed}>
        {keys.map((key) => (key === "…" ? <span key={key}>–</span> : <kbd key={key}>{key}</kbd>))}
      </span>
      {children}
    </li>
  );
}
