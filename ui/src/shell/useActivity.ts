import { useEffect } from "react";
import { watchActivity } from "../core/activity";
import { commands } from "../core/bindings";

/** Tells the core that somebody is there, while that matters. */
export function useActivity(matters: boolean): void {
  useEffect(() => {
    if (!matters) return;
    return watchActivity(window, () => void commands.touch().catch(() => undefined));
  }, [matters]);
}
