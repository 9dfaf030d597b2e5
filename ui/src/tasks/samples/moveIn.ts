/** Where a key leads in a grid that is read line by line; nothing when it leads nowhere. */
export function moveIn(
  key: string,
  at: number,
  n: number,
  columns: number,
  rowsInView: number,
): number | null {
  const steps: { [key: string]: number } = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * rowsInView,
    PageDown: columns * rowsInView,
    Home: -n,
    End: n,
  };
  const step = steps[key];
  if (step === undefined || n === 0) return null;
  return Math.min(n - 1, Math.max(0, at + step));
}
