import { useMemo } from "react";
import styles from "./Markdown.module.css";
import { type Block, blocksOf, type Span } from "./markdown";

type Props = { text: string };

/** A page of the catalogue, e.g. what a metric says and where it misleads. */
export function Markdown({ text }: Props) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div className={styles.page}>
      {blocks.map((block, at) => (
        <BlockOf key={at} block={block} />
      ))}
    </div>
  );
}

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading":
      return (
        <h3 data-level={block.level}>
          <Spans of={block.spans} />
        </h3>
      );
    case "paragraph":
      return (
        <p>
          <Spans of={block.spans} />
        </p>
      );
    case "code":
      return <pre>{block.text}</pre>;
    case "list":
      return (
        <ul>
          {block.items.map((item, at) => (
            <li key={at}>
              <Spans of={item} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <table>
          <tbody>
            {block.rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, column) => (
                  <td key={column}>
                    <Spans of={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function Spans({ of }: { of: Span[] }) {
  return of.map(({ kind, text }, at) => {
    const key = `${at} ${text}`;
    if (kind === "strong") return <strong key={key}>{text}</strong>;
    if (kind === "em") return <em key={key}>{text}</em>;
    if (kind === "code") return <code key={key}>{text}</code>;
    return <span key={key}>{text}</span>;
  });
}
