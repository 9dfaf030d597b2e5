import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { commands, type MetricView, type SetView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go } from "../../core/place";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { FormButtons } from "../../shared/FormButtons";
import { NumberEntry } from "../../shared/NumberEntry";
import { PageHeader } from "../../shared/PageHeader";
import { SetPicker } from "../../shared/SetPicker";
import { companions, ofArm, whyNotBeside } from "../../shared/sets";
import { useAct } from "../../shared/useAct";
import { useForm } from "../../shared/useForm";
import { useReadOnly } from "../../shared/useReadOnly";
import { byDimension, type Chosen, preselected, requestOf, toggled } from "./choosing";
import styles from "./MeasureSetup.module.css";
import { MetricPage } from "./MetricPage";
import { MetricPicker } from "./MetricPicker";
import { useNetworks } from "./useNetworks";

type Props = { sets: SetView[] };

/** Chooses what is measured: a real set, synthetic ones, metrics, and the seed. */
export function MeasureSetup({ sets }: Props) {
  const { data: metrics, error } = useQuery(facts.metrics());
  if (error) return <FailureNote failure={error} />;
  return metrics ? <Setup sets={sets} metrics={metrics} /> : null;
}

function Setup({ sets, metrics }: Props & { metrics: MetricView[] }) {
  const reals = ofArm(sets, "real").filter(({ complete }) => complete);
  const [realId, setRealId] = useState<number | null>(
    () => (reals.find((one) => companions(sets, one).length > 0) ?? reals[0])?.id ?? null,
  );
  const real = sets.find(({ id }) => id === realId);
  const [synthetic, setSynthetic] = useState(() => companions(sets, real).map(({ id }) => id));
  const [own, setOwn] = useState<Chosen | null>(null);
  const [seed, setSeed] = useState<number | null>(1);
  const [lookedAt, lookAt] = useState<string | null>(null);
  const [networks, nameNetwork] = useNetworks();
  const act = useAct();
  const form = useForm();
  const readOnly = useReadOnly();

  const modality = real?.modality;
  const chosen =
    own ?? (modality ? preselected(metrics, modality, synthetic.length > 0) : new Map());
  const request = requestOf({ real: realId, synthetic, chosen, networks, seed }, metrics, modality);
  const shown = modality ? byDimension(metrics, modality).flatMap((group) => group.metrics) : [];
  const looked =
    shown.find(({ id }) => id === lookedAt) ?? shown.find(({ id }) => chosen.has(id)) ?? shown[0];

  const chooseReal = (id: number) => {
    const next = sets.find((set) => set.id === id);
    setRealId(id);
    setSynthetic(companions(sets, next).map((set) => set.id));
    if (next?.modality !== modality) setOwn(null);
  };
  const chooseNetwork = async (id: string) => {
    const network = await act(() => commands.chooseNetwork());
    if (!network) return;
    nameNetwork(id, network);
    lookAt(id);
    // While the dialog was open, others may have been chosen.
    setOwn((now) => (now?.has(id) ? now : toggled(now ?? chosen, id)));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request)
      void form.send(
        () => commands.startMeasure(request),
        () => go("measure"),
      );
  };

  return (
    <form onSubmit={submit} className={styles.form}>
      <PageHeader title={words("measure.setup")} sub={words("measure.setupSub")} />
      <div className={styles.sets}>
        <SetPicker
          sets={ofArm(sets, "real")}
          legend={words("measure.real")}
          chosen={realId === null ? [] : [realId]}
          several={false}
          whyNot={(set) => (set.complete ? null : words("samples.incomplete"))}
          none={words("measure.noReal")}
          onChange={([id]) => id !== undefined && chooseReal(id)}
        />
        <SetPicker
          sets={ofArm(sets, "synthetic")}
          legend={words("measure.synthetic")}
          chosen={synthetic}
          several
          whyNot={(set) => {
            const reason = whyNotBeside(set, modality);
            return reason && words(`samples.${reason}`);
          }}
          none={words("measure.noSynthetic")}
          onChange={setSynthetic}
        />
      </div>
      {modality && (
        <div className={styles.metrics}>
          <MetricPicker
            metrics={metrics}
            modality={modality}
            chosen={chosen}
            networks={networks}
            hasSynthetic={synthetic.length > 0}
            lookedAt={looked?.id ?? null}
            onChange={setOwn}
            onLook={lookAt}
            onNetwork={chooseNetwork}
          />
          {looked && (
            <MetricPage
              metric={looked}
              chosen={chosen}
              network={networks.get(looked.id)}
              onChange={setOwn}
              onNetwork={() => chooseNetwork(looked.id)}
            />
          )}
        </div>
      )}
      <footer className={styles.footer}>
        <div className={styles.footnote}>
          <FailureNote failure={form.failure} />
          {!form.failure &&
            (request
              ? words("measure.ready", {
                  count: request.metrics.length,
                  sets: words("count.sets", { count: 1 + request.synthetic.length }),
                })
              : words("measure.notReady"))}
        </div>
        <label className={styles.seed} title={words("seed.hint")}>
          {words("seed.label")}
          <NumberEntry
            value={seed}
            min={0}
            max={4_294_967_295}
            w={96}
            allowDecimal={false}
            hideControls
            onChange={setSeed}
          />
        </label>
        <FormButtons
          action={words("measure.start")}
          testId="start-measure"
          ready={request !== null && !readOnly}
          busy={form.busy}
          onCancel={() => go("measure")}
        />
      </footer>
    </form>
  );
}
