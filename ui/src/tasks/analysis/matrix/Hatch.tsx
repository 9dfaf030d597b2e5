/** The strokes of a cell without an answer: whatever is filled with `url(#id)` is hatched. */
export function Hatch({ id }: { id: string }) {
  return (
    <pattern
      id={id}
      width="4"
      height="4"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <path d="M0 0V4" stroke="#aeb6be" strokeWidth="1.5" />
    </pattern>
  );
}
