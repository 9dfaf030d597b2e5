import { Button, CloseButton } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { failureOf } from "../core/call";
import { words } from "../core/words";
import styles from "./Toasts.module.css";

type Toast = { id: number; text: string; hint: string; undo: (() => void) | null; bad: boolean };

type Say = {
  /** Says that something is done, and offers to undo it. */
  done: (text: string, undo?: () => void) => void;
  /** Says what went wrong with something that has no place of its own on the page. */
  failed: (problem: unknown) => void;
  /** Takes back all that was said: it may speak of a project that is closed now. */
  nothing: () => void;
};

const SayContext = createContext<Say>({ done: () => {}, failed: () => {}, nothing: () => {} });

/** How to say something in passing. */
export function useSay(): Say {
  return useContext(SayContext);
}

/** Long enough to read, and to reach the button by keyboard. */
const SHOWN_FOR = 8000;

let last = 0;

/** Shows what is said in passing, at the lower right, the newest below. */
export function Toasts({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const drop = useCallback(
    (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)),
    [],
  );
  const add = useCallback(
    (toast: Omit<Toast, "id">) => {
      last += 1;
      const id = last;
      setToasts((shown) => [...shown.slice(-2), { ...toast, id }]);
      if (!toast.bad) window.setTimeout(() => drop(id), SHOWN_FOR);
    },
    [drop],
  );
  const [say] = useState<Say>(() => ({
    done: (text, undo) => add({ text, hint: "", undo: undo ?? null, bad: false }),
    failed: (problem) => {
      const { message, hint } = failureOf(problem);
      add({ text: message, hint, undo: null, bad: true });
    },
    nothing: () => setToasts([]),
  }));

  return (
    <SayContext value={say}>
      {children}
      <section className={styles.host} aria-label={words("toasts.label")} aria-live="polite">
        {toasts.map(({ id, text, hint, undo, bad }) => (
          <div key={id} className={styles.toast} data-bad={bad || undefined}>
            <div className={styles.text}>
              {text}
              {hint && <div className={styles.hint}>{hint}</div>}
            </div>
            {undo && (
              <Button
                size="compact-sm"
                variant="subtle"
                data-testid="undo"
                onClick={() => {
                  drop(id);
                  undo();
                }}
              >
                {words("action.undo")}
              </Button>
            )}
            <CloseButton size="sm" aria-label={words("action.dismiss")} onClick={() => drop(id)} />
          </div>
        ))}
      </section>
    </SayContext>
  );
}
