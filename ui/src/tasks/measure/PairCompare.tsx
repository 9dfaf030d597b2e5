import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ClosestPair } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { FailureNote } from "../../shared/FailureNote";
import { LargeSample } from "./LargeSample";
import styles from "./PairCompare.module.css";

type Props = { pair: ClosestPair; isTable: boolean; onClose: () => void };

/** A pair as large as there is room, or its two rows column by column. */
export function PairCompare({ pair, isTable, onClose }: Props) {
  return (
    <Modal
      opened
      onClose={onClose}
      size={isTable ? 720 : "92vw"}
      yOffset="4vh"
      title={words("measure.pair", { synthetic: pair.syntheticLabel, real: pair.realLabel })}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {isTable ? <Rows pair={pair} /> : <Pictures pair={pair} />}
    </Modal>
  );
}

function Pictures({ pair }: { pair: ClosestPair }) {
  return (
    <div className={styles.pictures}>
      {(["synthetic", "real"] as const).map((arm) => (
        <figure key={arm} className={styles.side}>
          <div className={styles.picture}>
            <LargeSample
              set={arm === "real" ? pair.realSet : pair.syntheticSet}
              ordinal={arm === "real" ? pair.real : pair.synthetic}
              label={arm === "real" ? pair.realLabel : pair.syntheticLabel}
            />
          </div>
          <figcaption>
            <ArmMark arm={arm} />
            {words(`arm.${arm}`)} · {arm === "real" ? pair.realLabel : pair.syntheticLabel}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

function Rows({ pair }: { pair: ClosestPair }) {
  const synthetic = useQuery(facts.table(pair.syntheticSet, pair.synthetic, 1));
  const real = useQuery(facts.table(pair.realSet, pair.real, 1));
  const failure = synthetic.error ?? real.error;
  if (failure) return <FailureNote failure={failure} />;
  const columns = real.data?.columns ?? [];
  const left = synthetic.data?.rows[0];
  const right = real.data?.rows[0];
  return (
    <table className={styles.rows}>
      <thead>
        <tr>
          <th>{words("measure.column")}</th>
          <th>
            <ArmMark arm="synthetic" /> {words("arm.synthetic")}
          </th>
          <th>
            <ArmMark arm="real" /> {words("arm.real")}
          </th>
        </tr>
      </thead>
      <tbody>
        {columns.map(({ name }, at) => (
          <tr key={name} data-same={left?.[at] === right?.[at] || undefined}>
            <td>{name}</td>
            <td>{left?.[at] ?? "–"}</td>
            <td>{right?.[at] ?? "–"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
