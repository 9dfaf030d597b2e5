import type {
  AskedMetric,
  MeasureRequest,
  MetricView,
  Modality,
  NetworkView,
} from "../../core/bindings";

/** The dimensions in the order in which they are told. */
export const DIMENSIONS = ["fidelity", "diversity", "privacy", "quality", "validity"] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** What is chosen: metrics, and the parameters that are not at their default. */
export type Chosen = ReadonlyMap<string, { readonly [name: string]: number }>;

/** The networks that were named, by the metric that asks them. */
export type Networks = ReadonlyMap<string, NetworkView>;

/** What the form holds before it is sent. */
export type Draft = {
  real: number | null;
  synthetic: number[];
  chosen: Chosen;
  networks: Networks;
  seed: number | null;
};

/** The metrics that can be computed on a kind of data, by dimension. */
export function byDimension(
  metrics: readonly MetricView[],
  modality: Modality,
): { dimension: Dimension; metrics: MetricView[] }[] {
  return DIMENSIONS.map((dimension) => ({
    dimension,
    metrics: metrics
      .filter((metric) => metric.dimension === dimension && metric.modalities.includes(modality))
      .sort((a, b) => a.title.localeCompare(b.title, "en")),
  })).filter((group) => group.metrics.length > 0);
}

/**
 * The metrics that are chosen until somebody says otherwise: the usual ones.
 *
 * With a synthetic set: of those that compare it with the real one. Without: of
 * those that need no comparison.
 */
export function preselected(
  metrics: readonly MetricView[],
  modality: Modality,
  hasSynthetic: boolean,
): Chosen {
  const wanted = hasSynthetic ? "dataset" : "none";
  const ids = metrics
    .filter(
      (metric) =>
        metric.usual && metric.modalities.includes(modality) && metric.reference === wanted,
    )
    .map(({ id }) => id);
  return new Map(ids.map((id) => [id, {}]));
}

/** Every metric that the samples alone allow: none that needs pairs, annotations or a network. */
export function allThatFit(
  metrics: readonly MetricView[],
  modality: Modality,
  hasSynthetic: boolean,
): Chosen {
  const fits = ({ modalities, reference, needs }: MetricView) =>
    modalities.includes(modality) && needs === "" && (reference === "none" || hasSynthetic);
  return new Map(metrics.filter(fits).map(({ id }) => [id, {}]));
}

/** Chooses a metric, or lets it go. */
export function toggled(chosen: Chosen, id: string): Chosen {
  const next = new Map(chosen);
  if (!next.delete(id)) next.set(id, {});
  return next;
}

/** A parameter as one reads it, e.g. `k = 3`, `distance = cosine`. */
export function parameterText(
  metric: MetricView | undefined,
  name: string,
  value: number | null | undefined,
): string {
  const choices = metric?.parameters.find((parameter) => parameter.name === name)?.choices ?? [];
  return `${name} = ${choices[value ?? -1] ?? value ?? ""}`;
}

/** Sets a parameter; nothing, or its default, takes it back. */
export function withParameter(
  chosen: Chosen,
  metric: MetricView,
  name: string,
  value: number | null,
): Chosen {
  const standard = metric.parameters.find((parameter) => parameter.name === name)?.default ?? null;
  const { [name]: _, ...others } = chosen.get(metric.id) ?? {};
  const next = value === null || value === standard ? others : { ...others, [name]: value };
  return new Map(chosen).set(metric.id, next);
}

/** What the core is asked for; nothing while something is missing. */
export function requestOf(
  draft: Draft,
  metrics: readonly MetricView[],
  modality: Modality | undefined,
): MeasureRequest | null {
  if (draft.real === null || draft.seed === null || modality === undefined) return null;
  const asked: AskedMetric[] = metrics
    .filter((metric) => draft.chosen.has(metric.id) && metric.modalities.includes(modality))
    .filter((metric) => metric.reference === "none" || draft.synthetic.length > 0)
    .filter((metric) => metric.needs !== "network" || draft.networks.has(metric.id))
    .map(({ id }) => ({
      id,
      parameters: { ...draft.chosen.get(id) },
      network: draft.networks.get(id)?.sha256 ?? null,
    }));
  if (asked.length === 0) return null;
  return { real: draft.real, synthetic: draft.synthetic, metrics: asked, seed: draft.seed };
}
