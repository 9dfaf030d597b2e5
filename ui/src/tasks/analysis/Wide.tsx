import { type ReactNode, useEffect, useRef, useState } from "react";
import styles from "./Wide.module.css";

type Props = { label: string; children: ReactNode };

/** What may be wider than its room, and scrolls within it: by keyboard, too. */
export function Wide({ label, children }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const look = () => {
      const own = room.current;
      setOver(own !== null && own.clientWidth < own.scrollWidth);
    };
    look();
    window.addEventListener("resize", look);
    return () => window.removeEventListener("resize", look);
  }, []);
  return (
    <div
      ref={room}
      role="group"
      className={styles.wide}
      aria-label={label}
      tabIndex={over ? 0 : undefined}
    >
      {children}
    </div>
  );
}
