import { Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ProtocolView, SetView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { Fold } from "../../shared/Fold";
import { NumberEntry } from "../../shared/NumberEntry";
import { count, listed, moment } from "../../shared/numbers";
import { type Draft, MOST_REPEATED, type Places, WASHOUT_DAYS } from "./designing";
import { placesOf } from "./places";
import styles from "./StudySetup.module.css";

type Props = {
  draft: Draft;
  sets: SetView[];
  real: SetView | undefined;
  protocol: ProtocolView | undefined;
  onChange: (part: Partial<Draft>) => void;
};

const HOW = ["random", "stratum", "quantiles", "byHand"] as const;

/** What most studies leave as it is: how cases are chosen, groups, rounds, and the seed. */
export function SetupMore({ draft, sets, real, protocol, onChange }: Props) {
  const chosen = sets.filter(({ id }) => id === draft.real || draft.synthetic.includes(id));
  return (
    <Fold title={words("study.more")} note={words("study.moreNote")} testId="more">
      <div className={styles.more}>
        <Select
          label={words("study.how.label")}
          description={words(`study.how.${draft.how}Hint`)}
          value={draft.how}
          data={HOW.map((how) => ({ value: how, label: words(`study.how.${how}`) }))}
          onChange={(value) => {
            const how = HOW.find((one) => one === value);
            if (how) onChange({ how });
          }}
          data-testid="how"
        />
        {draft.how === "quantiles" ? (
          <Measure draft={draft} real={real} onChange={onChange} />
        ) : (
          <span />
        )}
        {draft.how === "byHand" && (
          <PlaceFields
            legend={words("study.how.cases")}
            hint={words("study.how.placesHint")}
            sets={chosen}
            typed={draft.byHand}
            onChange={(byHand) => onChange({ byHand })}
          />
        )}
        <PlaceFields
          legend={words("study.catches")}
          hint={words("study.catchesHint")}
          sets={chosen}
          typed={draft.catches}
          onChange={(catches) => onChange({ catches })}
        />
        <Whole
          label={words("study.groups")}
          description={words("study.groupsHint")}
          value={draft.groups}
          least={1}
          most={40}
          onChange={(groups) => onChange({ groups })}
        />
        <Whole
          label={words("study.vary")}
          description={words("study.varyHint")}
          value={draft.varyPercent}
          least={0}
          most={30}
          onChange={(varyPercent) => onChange({ varyPercent })}
        />
        <NumberEntry
          label={words("study.repeats")}
          description={words("study.repeatsHint")}
          placeholder={words("study.repeatsAs", { n: protocol?.repeatPercent ?? 0 })}
          value={draft.repeatPercent}
          min={0}
          max={MOST_REPEATED}
          clampBehavior="strict"
          allowDecimal={false}
          onChange={(repeatPercent) => onChange({ repeatPercent })}
          data-testid="repeats"
        />
        <Whole
          label={words("study.rounds")}
          description={words("study.roundsHint")}
          value={draft.rounds}
          least={1}
          most={5}
          onChange={(rounds) => onChange({ rounds })}
        />
        <div>
          <Whole
            label={words("study.washout")}
            description={words("study.washoutHint")}
            value={draft.washoutDays}
            least={0}
            most={365}
            onChange={(washoutDays) => onChange({ washoutDays })}
          />
          {draft.washoutDays < WASHOUT_DAYS && (
            <p className={styles.warn} role="status">
              {words("study.washoutShort", { days: WASHOUT_DAYS })}
            </p>
          )}
        </div>
        <NumberEntry
          label={words("study.seed")}
          description={words("study.seedHint")}
          placeholder={words("study.seedRandom")}
          value={draft.seed}
          min={0}
          max={4_294_967_295}
          allowDecimal={false}
          hideControls
          onChange={(seed) => onChange({ seed })}
        />
      </div>
    </Fold>
  );
}

/** The measure along which cases are spread: a run of this real set, and a value of single samples. */
function Measure({ draft, real, onChange }: Pick<Props, "draft" | "real" | "onChange">) {
  const { data: runs = [] } = useQuery(facts.runs());
  const { data: run } = useQuery({ ...facts.run(draft.run ?? 0), enabled: draft.run !== null });
  const fitting = runs.filter(({ realName }) => realName === real?.name);
  const metrics = new Map(
    (run?.results ?? [])
      .filter(({ hasInstances }) => hasInstances)
      .map(({ metric, title }) => [metric, title]),
  );
  return (
    <div className={styles.pair}>
      <Select
        label={words("study.how.run")}
        placeholder={words(fitting.length > 0 ? "study.how.choose" : "study.how.noRun")}
        value={draft.run === null ? null : String(draft.run)}
        data={fitting.map(({ id, createdAt, syntheticNames }) => ({
          value: String(id),
          label: [moment(createdAt), listed(syntheticNames)].filter(Boolean).join(" · "),
        }))}
        onChange={(value) => onChange({ run: value === null ? null : Number(value), metric: null })}
        data-testid="choose-run"
      />
      <Select
        label={words("study.how.metric")}
        placeholder={words(run && metrics.size === 0 ? "study.how.noMetric" : "study.how.choose")}
        disabled={draft.run === null}
        value={draft.metric}
        data={[...metrics].map(([value, label]) => ({ value, label }))}
        onChange={(metric) => onChange({ metric })}
        data-testid="choose-metric"
      />
    </div>
  );
}

/** Places of cases, set by set, as numbers and ranges. */
function PlaceFields({
  legend,
  hint,
  sets,
  typed,
  onChange,
}: {
  legend: string;
  hint: string;
  sets: SetView[];
  typed: Places;
  onChange: (typed: Places) => void;
}) {
  return (
    <fieldset className={styles.places}>
      <legend>{legend}</legend>
      <p className={styles.hint}>{hint}</p>
      {sets.map(({ id, arm, name, nSamples }) => {
        const text = typed[id] ?? "";
        return (
          <label key={id} className={styles.place}>
            <ArmMark arm={arm} />
            <span className={styles.setName}>{name}</span>
            <TextInput
              size="xs"
              aria-label={`${legend} ${name}`}
              placeholder={words("study.placesOf", { n: count(nSamples) })}
              value={text}
              error={
                placesOf(text, nSamples) === null &&
                words("study.placesBad", { n: count(nSamples) })
              }
              onChange={(event) => onChange({ ...typed, [id]: event.currentTarget.value })}
            />
          </label>
        );
      })}
    </fieldset>
  );
}

function Whole({
  label,
  description,
  value,
  least,
  most,
  disabled = false,
  onChange,
}: {
  label: string;
  description: string;
  value: number;
  least: number;
  most: number;
  disabled?: boolean;
  onChange: (n: number) => void;
}) {
  return (
    <NumberEntry
      label={label}
      description={description}
      value={value}
      min={least}
      max={most}
      clampBehavior="strict"
      allowDecimal={false}
      disabled={disabled}
      onChange={(n) => {
        if (n !== null) onChange(n);
      }}
    />
  );
}
