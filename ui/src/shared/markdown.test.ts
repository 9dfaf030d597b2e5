import { expect, test } from "vitest";
import { blocksOf } from "./markdown";

test("a page is read into headings, paragraphs and lists", () => {
  const page =
    "# Density\n\n**What it says.** How *often*\na `k` ball holds one.\n\n- one\n- two\n  goes on\n";
  expect(blocksOf(page)).toEqual([
    { kind: "heading", level: 1, spans: [{ kind: "text", text: "Density" }] },
    {
      kind: "paragraph",
      spans: [
        { kind: "strong", text: "What it says." },
        { kind: "text", text: " How " },
        { kind: "em", text: "often" },
        { kind: "text", text: " a " },
        { kind: "code", text: "k" },
        { kind: "text", text: " ball holds one." },
      ],
    },
    {
      kind: "list",
      items: [[{ kind: "text", text: "one" }], [{ kind: "text", text: "two goes on" }]],
    },
  ]);
});

test("a link keeps its words and loses its address", () => {
  expect(blocksOf("see [the paper](https://example.org)")).toEqual([
    { kind: "paragraph", spans: [{ kind: "text", text: "see the paper" }] },
  ]);
});

test("a table loses its rule and keeps its cells", () => {
  expect(blocksOf("| a | b |\n|---|--:|\n| 1 | 2 |")).toEqual([
    {
      kind: "table",
      rows: [
        [[{ kind: "text", text: "a" }], [{ kind: "text", text: "b" }]],
        [[{ kind: "text", text: "1" }], [{ kind: "text", text: "2" }]],
      ],
    },
  ]);
});

test("markup of a page is text and never elements", () => {
  expect(blocksOf("<img onerror=x>")).toEqual([
    { kind: "paragraph", spans: [{ kind: "text", text: "<img onerror=x>" }] },
  ]);
});
