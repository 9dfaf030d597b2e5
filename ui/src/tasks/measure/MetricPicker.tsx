import { Button, Checkbox, UnstyledButton } from "@mantine/core";
import type { MetricView, Modality } from "../../core/bindings";
import { textOf, words } from "../../core/words";
import {
  allThatFit,
  byDimension,
  type Chosen,
  type Networks,
  parameterText,
  preselected,
  toggled,
} from "./choosing";
import styles from "./MeasureSetup.module.css";

type Props = {
  metrics: MetricView[];
  modality: Modality;
  chosen: Chosen;
  networks: Networks;
  hasSynthetic: boolean;
  lookedAt: string | null;
  onChange: (chosen: Chosen) => void;
  onLook: (id: string) => void;
  /** A metric was chosen that needs a network, and none was named. */
  onNetwork: (id: string) => void;
};

/** The metrics that apply, by what they speak about. */
export function MetricPicker(props: Props) {
  const { metrics, modality, chosen, networks, hasSynthetic, lookedAt, onChange, onLook } = props;
  const toggle = (metric: MetricView) => {
    if (metric.needs === "network" && !networks.has(metric.id)) props.onNetwork(metric.id);
    else onChange(toggled(chosen, metric.id));
  };
  return (
    <div>
      <div className={styles.pick}>
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onChange(preselected(metrics, modality, hasSynthetic))}
          data-testid="choose-usual"
        >
          {words("measure.chooseUsual")}
        </Button>
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onChange(allThatFit(metrics, modality, hasSynthetic))}
          data-testid="choose-all"
        >
          {words("measure.chooseAll")}
        </Button>
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onChange(new Map())}
          data-testid="choose-none"
        >
          {words("measure.chooseNone")}
        </Button>
      </div>
      {byDimension(metrics, modality).map(({ dimension, metrics: group }) => (
        <fieldset key={dimension} className={styles.group}>
          <legend>
            {words(`dimension.${dimension}`)} <span>{words(`dimension.asks.${dimension}`)}</span>
          </legend>
          {group.map((metric) => {
            const off = metric.reference !== "none" && !hasSynthetic;
            return (
              <div
                key={metric.id}
                className={styles.metric}
                data-on={metric.id === lookedAt || undefined}
                onPointerEnter={() => onLook(metric.id)}
              >
                <Checkbox
                  checked={chosen.has(metric.id) && !off}
                  disabled={off}
                  aria-label={metric.title}
                  onFocus={() => onLook(metric.id)}
                  onChange={() => toggle(metric)}
                  data-testid={`metric-${metric.id}`}
                />
                <UnstyledButton
                  className={styles.look}
                  data-off={off || undefined}
                  tabIndex={-1}
                  onClick={() => !off && toggle(metric)}
                >
                  <span>{metric.title}</span>
                  <span>{noteOn(metric, chosen, networks)}</span>
                </UnstyledButton>
              </div>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}

/** What is special about a metric as it is chosen: its network and own parameters, or what it needs. */
function noteOn(metric: MetricView, chosen: Chosen, networks: Networks): string {
  const own = Object.entries(chosen.get(metric.id) ?? {}).map(([name, value]) =>
    parameterText(metric, name, value),
  );
  const special = [networks.get(metric.id)?.name ?? "", ...own].filter((part) => part !== "");
  if (special.length > 0) return special.join(", ");
  return textOf("ui", `measure.needs.${metric.needs}`) ?? "";
}
