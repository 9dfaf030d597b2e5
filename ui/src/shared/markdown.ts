/** A piece of a line: plain, **strong**, *stressed* or `code`. */
export type Span = { kind: "text" | "strong" | "em" | "code"; text: string };

/** A block of a page. */
export type Block =
  | { kind: "heading"; level: number; spans: Span[] }
  | { kind: "paragraph"; spans: Span[] }
  | { kind: "list"; items: Span[][] }
  | { kind: "table"; rows: Span[][][] }
  | { kind: "code"; text: string };

/** Reads the small part of Markdown that the metrics' pages are written in. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  let at = 0;
  const take = (test: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && test(lines[at] ?? "")) at += 1;
    return lines.slice(from, at);
  };

  while (at < lines.length) {
    const line = lines[at] ?? "";
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (line.trim() === "") {
      at += 1;
    } else if (line.startsWith("```")) {
      at += 1;
      blocks.push({ kind: "code", text: take((next) => !next.startsWith("```")).join("\n") });
      at += 1;
    } else if (heading) {
      at += 1;
      blocks.push({
        kind: "heading",
        level: heading[1]?.length ?? 1,
        spans: spansOf(heading[2] ?? ""),
      });
    } else if (isItem(line)) {
      blocks.push({ kind: "list", items: itemsOf(take((next) => next.trim() !== "")) });
    } else if (line.startsWith("|")) {
      blocks.push({ kind: "table", rows: rowsOf(take((next) => next.startsWith("|"))) });
    } else {
      // A line that begins in bold is a paragraph of its own: pages are a list of such lines.
      let first = true;
      const own = take((next) => {
        const starts = !first && next.startsWith("**");
        first = false;
        return !starts && next.trim() !== "" && !isItem(next) && !/^(#|\||```)/.test(next);
      });
      blocks.push({ kind: "paragraph", spans: spansOf(own.join(" ")) });
    }
  }
  return blocks;
}

const isItem = (line: string) => /^\s*(?:[-*]|\d+\.)\s+/.test(line);

function itemsOf(lines: string[]): Span[][] {
  const items: string[] = [];
  for (const line of lines) {
    if (isItem(line)) items.push(line.replace(/^\s*(?:[-*]|\d+\.)\s+/, ""));
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return items.map(spansOf);
}

function rowsOf(lines: string[]): Span[][][] {
  return lines
    .filter((line) => !/^\|[\s:|-]+$/.test(line))
    .map((line) =>
      line
        .replace(/^\||\|\s*$/g, "")
        .split("|")
        .map((cell) => spansOf(cell.trim())),
    );
}

function spansOf(text: string): Span[] {
  // A link's address leads off this machine: its words stay.
  const unlinked = text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/<(https?:[^>]+)>/g, "$1");
  const spans: Span[] = [];
  const mark = /\*\*(.+?)\*\*|`([^`]+)`|\*([^*\s](?:[^*]*[^*\s])?)\*/g;
  let from = 0;
  for (const found of unlinked.matchAll(mark)) {
    if (from < found.index) spans.push({ kind: "text", text: unlinked.slice(from, found.index) });
    const [, strong, code, em] = found;
    if (strong !== undefined) spans.push({ kind: "strong", text: strong });
    else if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (em !== undefined) spans.push({ kind: "em", text: em });
    from = found.index + found[0].length;
  }
  if (from < unlinked.length) spans.push({ kind: "text", text: unlinked.slice(from) });
  return spans;
}
