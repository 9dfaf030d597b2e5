import { type Dispatch, type SetStateAction, useEffect, useRef, useState } from "react";
import type { Failure, ItemView } from "../../../core/bindings";
import { textKey } from "../case/CasePage";
import { FailureNote } from "../FailureNote";
import { ItemList } from "../items/ItemList";
import { useAnswering } from "../items/useAnswering";
import { KeyButton } from "../KeyButton";
import type { Draft } from "../reading";
import { isHeld, isOnButton, isOnText, useKey } from "../useKey";
import { say } from "../words";
import styles from "./Page.module.css";
import { PausePage } from "./PausePage";

interface Props {
  form: string;
  title: string;
  items: readonly ItemView[];
  draft: Draft;
  onDraft: Dispatch<SetStateAction<Draft>>;
  saving: boolean;
  unsaved: Failure | null;
  onSave: () => void;
  onLeave: () => void;
}

/** Questions that are about no case: all on one page, answered with the same keys. */
export function FormPage(props: Props) {
  const { form, title, items, draft, onDraft, saving, unsaved } = props;
  const page = useRef<HTMLElement>(null);
  const [said, setSaid] = useState("");
  const [paused, setPaused] = useState(false);
  const answering = useAnswering({
    key: form,
    items,
    draft,
    onDraft,
    ready: !saving,
    eager: true,
    onSay: setSaid,
    onComplete: props.onSave,
  });
  const left = answering.open.length;

  // A text that is asked first has the focus already.
  useEffect(() => {
    if (!page.current?.contains(document.activeElement)) page.current?.focus();
  }, []);

  useKey((event) => {
    if (paused) return; // the pause page hears its own keys
    if (isOnText(event)) {
      if (textKey(event, answering)) event.preventDefault();
      return;
    }
    if (event.key === "Enter" && isOnButton(event)) return;
    if (event.key === "Enter" && !isHeld(event)) answering.goOn();
    else if (event.key.toLowerCase() === "p" && !isHeld(event)) setPaused(true);
    else if (!answering.press(event)) return;
    event.preventDefault();
  });

  return (
    <>
      <main
        ref={page}
        className={styles.page}
        tabIndex={-1}
        aria-label={title}
        inert={paused}
        data-form
      >
        <div className={styles.column}>
          <h1>{title}</h1>
          <ItemList answering={answering} layout="column" />
          {unsaved && !saving && <FailureNote failure={unsaved} />}
          <div className={styles.actions}>
            <KeyButton keyName="Enter" strong={left === 0} onPress={answering.goOn}>
              {say("form.goOn")}
            </KeyButton>
            <KeyButton keyName="P" onPress={() => setPaused(true)}>
              {say("case.pause")}
            </KeyButton>
          </div>
          <p className={styles.mute} role="status">
            {said}
          </p>
        </div>
      </main>
      {paused && <PausePage isForm onGoOn={() => setPaused(false)} onLeave={props.onLeave} />}
    </>
  );
}
