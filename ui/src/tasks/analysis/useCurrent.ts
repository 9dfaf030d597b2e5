import { useEffect, useState } from "react";

/** How far below the top of the window a part begins to be the one that is read, in pixels. */
const READ_FROM = 160;

/** Which of the elements with these ids is read now: the last one whose head has passed the top. */
export function useCurrent(ids: readonly string[]): string | undefined {
  const [current, setCurrent] = useState(ids[0]);
  const all = ids.join(" ");
  useEffect(() => {
    const look = () => {
      const known = all.split(" ");
      const passed = known.filter((id) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top;
        return top !== undefined && top <= READ_FROM;
      });
      setCurrent(passed.at(-1) ?? known[0]);
    };
    look();
    // What scrolls is the page's own, within the window: its events do not bubble.
    window.addEventListener("scroll", look, { capture: true, passive: true });
    window.addEventListener("resize", look);
    return () => {
      window.removeEventListener("scroll", look, { capture: true });
      window.removeEventListener("resize", look);
    };
  }, [all]);
  return current;
}
