import { Button, Drawer, Modal, UnstyledButton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import {
  commands,
  type InstanceView,
  type PartView,
  type ResultView,
  type SetView,
} from "../../core/bindings";
import { call, failureOf } from "../../core/call";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { FailureNote } from "../../shared/FailureNote";
import { Figure } from "../../shared/Figure";
import { Markdown } from "../../shared/Markdown";
import { bounds, count, like, percent } from "../../shared/numbers";
import { isSeen } from "../../shared/sets";
import { Thumbnail } from "../../shared/Thumbnail";
import { parameterText } from "./choosing";
import { LargeSample } from "./LargeSample";
import styles from "./ValueDrawer.module.css";

type Props = {
  result: ResultView;
  sets: SetView[];
  placeOf: (set: number) => number;
  seed: number;
  feature: string;
  onClose: () => void;
};

/** How many samples are fetched at once. */
const PAGE = 60;

/** What is behind one value: how it was found, its distribution, and its samples, worst first. */
export function ValueDrawer({ result, sets, placeOf, seed, feature, onClose }: Props) {
  const figure = useQuery({ ...facts.figure(result.id), enabled: result.hasFigure });
  const [large, setLarge] = useState<InstanceView | null>(null);
  return (
    <Drawer
      opened
      onClose={onClose}
      size={640}
      title={
        <span className={styles.title}>
          <ArmMark arm={result.arm} place={placeOf(result.set)} />
          {words("measure.of", { metric: result.title, set: result.setName })}
        </span>
      }
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <p className={styles.value}>
        {result.shown}
        {result.unit && ` ${result.unit}`}
        {result.interval && (
          <span className={styles.interval}> {bounds(result.shown, result.interval)}</span>
        )}
      </p>
      <Facts result={result} seed={seed} feature={feature} />
      {figure.data && (
        <div className={styles.figure}>
          <Figure
            svg={figure.data}
            label={words(result.hasInstances ? "measure.distribution" : "measure.curve")}
            width="100%"
          />
        </div>
      )}
      <FailureNote failure={figure.error} />
      <Parts title={words("measure.columnsOf")} parts={result.columns} />
      <Parts
        title={words("measure.faults", { count: result.nFaults, n: count(result.nFaults) })}
        parts={result.faults}
      />
      <About metric={result.metric} />
      {result.hasInstances && (
        <Samples result={result} sets={sets} placeOf={placeOf} onLook={setLarge} />
      )}
      {large && (
        <Modal
          opened
          onClose={() => setLarge(null)}
          size="80vw"
          yOffset="4vh"
          title={`${large.label} · ${large.shown}`}
          closeButtonProps={{ "aria-label": words("action.close") }}
        >
          <div className={styles.large}>
            <LargeSample set={large.set} ordinal={large.ordinal} label={large.label} />
          </div>
        </Modal>
      )}
    </Drawer>
  );
}

function Facts({ result, seed, feature }: Pick<Props, "result" | "seed" | "feature">) {
  const { interval, noInterval, yardstick, shown, parameters } = result;
  const { data: metrics } = useQuery(facts.metrics());
  const metric = metrics?.find(({ id }) => id === result.metric);
  const own = Object.entries(parameters).map(([name, value]) => parameterText(metric, name, value));
  return (
    <dl className={styles.facts}>
      {result.details.map(({ title, shown, reason }) => (
        <Fragment key={title}>
          <dt>{title}</dt>
          <dd>{shown === "" ? reason : shown}</dd>
        </Fragment>
      ))}
      {interval && (
        <>
          <dt>{words("measure.interval")}</dt>
          <dd>
            {words("measure.level", { level: percent(interval.level), method: interval.method })}
          </dd>
        </>
      )}
      {noInterval && (
        <>
          <dt>{words("measure.interval")}</dt>
          <dd>{noInterval}</dd>
        </>
      )}
      {yardstick && (
        <>
          <dt>{words("measure.head.yardstick")}</dt>
          <dd>
            {words("measure.yardstick", {
              median: like(shown, yardstick.median),
              range: bounds(shown, yardstick),
              synthetic: like(shown, yardstick.synthetic),
              n: count(yardstick.n),
              splits: count(yardstick.splits),
            })}
          </dd>
        </>
      )}
      <dt>{words("measure.samples")}</dt>
      <dd>
        {[
          result.nReal === null ? "" : words("measure.nReal", { n: count(result.nReal) }),
          result.nSynthetic === null
            ? ""
            : words("measure.nSynthetic", { n: count(result.nSynthetic) }),
          result.nLeftOut === 0
            ? ""
            : words("count.leftOut", { count: result.nLeftOut, n: count(result.nLeftOut) }),
        ]
          .filter((part) => part !== "")
          .join(", ")}
      </dd>
      <dt>{words("measure.how")}</dt>
      <dd>
        {[
          words("measure.version", { id: result.metric, version: result.version }),
          ...own,
          metric?.reference === "none" ? "" : feature,
          words("seed.is", { seed }),
        ]
          .filter((part) => part !== "")
          .join(", ")}
      </dd>
      {result.network && (
        <>
          <dt>{words("measure.networkAsked")}</dt>
          <dd>SHA-256 {result.network}</dd>
        </>
      )}
      {result.notes.length > 0 && (
        <>
          <dt>{words("measure.notes")}</dt>
          <dd>{result.notes.join(" ")}</dd>
        </>
      )}
    </dl>
  );
}

/** The values of a table's columns, or the faults of annotations. */
function Parts({ title: heading, parts }: { title: string; parts: PartView[] }) {
  if (parts.length === 0) return null;
  return (
    <section aria-label={heading}>
      <h3 className={styles.heading}>{heading}</h3>
      <table className={styles.columns}>
        <tbody>
          {parts.map(({ title, shown, reason }, at) => (
            <tr key={`${title} ${at}`}>
              <th scope="row">{title}</th>
              <td data-reason={shown === "" || undefined}>{shown === "" ? reason : shown}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The page of the measure: what it says, and where it misleads. */
function About({ metric: id }: { metric: string }) {
  const { data: metrics } = useQuery(facts.metrics());
  const metric = metrics?.find((one) => one.id === id);
  if (!metric) return null;
  return (
    <details className={styles.about} data-testid="about-measure">
      <summary>{words("measure.about")}</summary>
      <Markdown text={metric.page} />
      <p className={styles.source}>{metric.source}</p>
    </details>
  );
}

function Samples({
  result,
  sets,
  placeOf,
  onLook,
}: {
  result: ResultView;
  sets: SetView[];
  placeOf: (set: number) => number;
  onLook: (instance: InstanceView) => void;
}) {
  const list = useInfiniteQuery({
    queryKey: ["instances", result.id],
    queryFn: ({ pageParam }) => call(commands.instances(result.id, pageParam, PAGE)),
    initialPageParam: 0,
    getNextPageParam: (page: InstanceView[], all: InstanceView[][]) =>
      page.length < PAGE ? null : all.length * PAGE,
  });
  const instances = list.data?.pages.flat() ?? [];
  const canBeSeen = (id: number) => isSeen(sets.find((set) => set.id === id));
  const armOf = (id: number) => sets.find((set) => set.id === id)?.arm ?? result.arm;

  return (
    <section aria-label={words("measure.worstFirst")}>
      <h3 className={styles.heading}>{words("measure.worstFirst")}</h3>
      <FailureNote failure={list.error} />
      <ul className={styles.samples} data-testid="instances">
        {instances.map((instance) => (
          <li key={`${instance.set}/${instance.ordinal}`}>
            {canBeSeen(instance.set) ? (
              <UnstyledButton className={styles.sample} onClick={() => onLook(instance)}>
                <Thumbnail
                  set={instance.set}
                  ordinal={instance.ordinal}
                  size={88}
                  label={instance.label}
                />
                <Line instance={instance} arm={armOf(instance.set)} place={placeOf(instance.set)} />
              </UnstyledButton>
            ) : (
              <div className={styles.sample}>
                <Line instance={instance} arm={armOf(instance.set)} place={placeOf(instance.set)} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => list.fetchNextPage()}
        >
          {words("measure.more", { n: PAGE })}
        </Button>
      )}
    </section>
  );
}

function Line({
  instance,
  arm,
  place,
}: {
  instance: InstanceView;
  arm: SetView["arm"];
  place: number;
}) {
  const { label, shown, reason } = instance;
  return (
    <span className={styles.line}>
      <span className={styles.label}>
        <ArmMark arm={arm} size={8} place={place} /> {label}
      </span>
      <span className={styles.number}>
        {shown === "" && reason ? failureOf(reason).message : shown}
      </span>
    </span>
  );
}
