import { Button, Select } from "@mantine/core";
import type { MetricView, NetworkView, ParameterView } from "../../core/bindings";
import { words } from "../../core/words";
import { Markdown } from "../../shared/Markdown";
import { NumberEntry } from "../../shared/NumberEntry";
import { type Chosen, withParameter } from "./choosing";
import styles from "./MeasureSetup.module.css";

type Props = {
  metric: MetricView;
  chosen: Chosen;
  network: NetworkView | undefined;
  onChange: (chosen: Chosen) => void;
  onNetwork: () => void;
};

/** What a metric says and where it misleads, and what can be set. */
export function MetricPage({ metric, chosen, network, onChange, onNetwork }: Props) {
  const own = chosen.get(metric.id);
  return (
    <aside className={styles.about} aria-label={metric.title}>
      {metric.needs === "network" && (
        <div className={styles.network}>
          <Button variant="default" size="xs" onClick={onNetwork} data-testid="choose-network">
            {words(network ? "measure.network.another" : "measure.network.choose")}
          </Button>
          <p>
            {network
              ? words("measure.network.chosen", {
                  name: network.name,
                  sha256: network.sha256.slice(0, 12),
                })
              : words("measure.network.none")}
          </p>
        </div>
      )}
      {own && metric.parameters.length > 0 && (
        <div className={styles.parameters}>
          {metric.parameters.map((parameter) => (
            <Parameter
              key={`${metric.id} ${parameter.name}`}
              parameter={parameter}
              value={own[parameter.name] ?? null}
              onChange={(value) => onChange(withParameter(chosen, metric, parameter.name, value))}
            />
          ))}
        </div>
      )}
      <Markdown text={metric.page} />
      <dl className={styles.facts}>
        <dt>{words("measure.better")}</dt>
        <dd>{betterText(metric)}</dd>
        <dt>{words("measure.interval")}</dt>
        <dd>{metric.interval}</dd>
        <dt>{words("measure.source")}</dt>
        <dd>{metric.source}</dd>
      </dl>
    </aside>
  );
}

function Parameter({
  parameter,
  value,
  onChange,
}: {
  parameter: ParameterView;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  const { name, meaning, least, most, choices } = parameter;
  return (
    <label className={styles.parameter}>
      {choices.length > 0 ? (
        <Select
          size="xs"
          aria-label={name}
          data={choices.map((choice, at) => ({ value: String(at), label: choice }))}
          value={String(value ?? parameter.default ?? "")}
          onChange={(next) => onChange(next === null ? null : Number(next))}
        />
      ) : (
        <NumberEntry
          size="xs"
          aria-label={name}
          value={value ?? parameter.default}
          placeholder={words("measure.fromData")}
          {...(least === null ? {} : { min: least })}
          {...(most === null ? {} : { max: most })}
          onChange={onChange}
        />
      )}
      <span className={styles.meaning}>
        <strong>{name}</strong> {meaning}
      </span>
    </label>
  );
}

function betterText({ better, least, most }: MetricView): string {
  const way =
    better === "higher" || better === "lower" || better === "neither"
      ? words(`measure.way.${better}`)
      : "";
  if (least === null && most === null) return way;
  const range = words("measure.range", {
    least: least === null ? "−∞" : String(least),
    most: most === null ? "∞" : String(most),
  });
  return `${way}, ${range}`;
}
