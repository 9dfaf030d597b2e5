type Props = { svg: string; label: string; width?: number | string };

/** A figure from the core, shown as a picture so that nothing in it can act. */
export function Figure({ svg, label, width }: Props) {
  const source = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return <img src={source} alt={label} style={{ maxWidth: "100%", width, display: "block" }} />;
}
