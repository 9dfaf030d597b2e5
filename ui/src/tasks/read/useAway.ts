import { useLayoutEffect, useRef } from "react";

/** Hears when the reader turns to something else: another window, or none at all. */
export function useAway(onAway: () => void): void {
  const latest = useRef(onAway);
  latest.current = onAway;
  useLayoutEffect(() => {
    const away = () => latest.current();
    const hidden = () => {
      if (document.visibilityState === "hidden") away();
    };
    window.addEventListener("blur", away);
    document.addEventListener("visibilitychange", hidden);
    return () => {
      window.removeEventListener("blur", away);
      document.removeEventListener("visibilitychange", hidden);
    };
  }, []);
}
