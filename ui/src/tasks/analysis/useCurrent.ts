import { useEffect, useState } from "react";

/** How far below the top of the window a part begins to be the one that is read, in pixels. */
const READ_FROM = 160;

/**
 * Which of the elements with these ids is read now.
 *
 * It is the one that has the keyboard, as long as it begins in sight: the last
 * parts of a page never reach its top. Otherwise it is the last one whose head
 * has passed the top.
 */
export function useCurrent(ids: readonly string[]): string | undefined {
  const [current, setCurrent] = useState(ids[0]);
  const all = ids.join(" ");
  useEffect(() => {
    const look = () => setCurrent(readNow(all.split(" ")));
    look();
    // What scrolls is the page's own, within the window: its events do not bubble.
    window.addEventListener("scroll", look, { capture: true, passive: true });
    window.addEventListener("resize", look);
    document.addEventListener("focusin", look);
    return () => {
      window.removeEventListener("scroll", look, { capture: true });
      window.removeEventListener("resize", look);
      document.removeEventListener("focusin", look);
    };
  }, [all]);
  return current;
}

function readNow(ids: readonly string[]): string | undefined {
  const known = ids.flatMap((id) => {
    const part = document.getElementById(id);
    return part ? [{ id, part, top: part.getBoundingClientRect().top }] : [];
  });
  const held = known.find(({ part }) => part.contains(document.activeElement));
  if (held && 0 <= held.top && held.top < window.innerHeight) return held.id;
  return known.findLast(({ top }) => top <= READ_FROM)?.id ?? known[0]?.id;
}
