/** A text of the protocol: its paragraphs, nothing else of it is markup. */
export function Told({ text }: { text: string }) {
  return text
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .map((line, at) => <p key={at}>{line}</p>);
}
