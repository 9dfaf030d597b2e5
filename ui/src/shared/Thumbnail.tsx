import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { facts } from "../core/facts";
import styles from "./Thumbnail.module.css";
import { useObjectUrl } from "./useObjectUrl";

type Props = { set: number; ordinal: number; size: number | string; label: string; side?: number };

/** A sample's picture in a list, fetched when it has been on screen for a moment. */
export function Thumbnail({ set, ordinal, size, label, side = 224 }: Props) {
  const wanted = useSettled(`${set}/${ordinal}`);
  const { data, isError } = useQuery({ ...facts.thumbnail(set, ordinal, side), enabled: wanted });
  const url = useObjectUrl(data);
  return (
    <span className={styles.frame} style={{ width: size, height: size }}>
      {url && <img src={url} alt={label} draggable={false} />}
      {isError && <span className={styles.none}>{label}</span>}
    </span>
  );
}

/** Whether `key` stayed the same for a moment: a fast scroll asks for nothing on its way. */
function useSettled(key: string): boolean {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(key), 60);
    return () => window.clearTimeout(timer);
  }, [key]);
  return settled === key;
}
