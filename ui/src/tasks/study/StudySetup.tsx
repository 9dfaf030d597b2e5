import { Button, NumberInput, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { commands, type SetView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go } from "../../core/place";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { PageHeader } from "../../shared/PageHeader";
import { SetPicker } from "../../shared/SetPicker";
import { companions, ofArm, whyNotBeside } from "../../shared/sets";
import { useForm } from "../../shared/useForm";
import { useReadOnly } from "../../shared/useReadOnly";
import { CardPreview } from "./CardPreview";
import { type Draft, expectedMinutes, lackOf, nextCode, requestOf, tidied } from "./designing";
import styles from "./StudySetup.module.css";

type Props = { sets: SetView[]; taken: number };

/** Designs a blinded reading: which cases, how many, and who reads them. */
export function StudySetup({ sets, taken }: Props) {
  const [draft, setDraft] = useState<Draft>(() => firstDraft(sets, taken));
  const form = useForm();
  const readOnly = useReadOnly();
  const real = sets.find(({ id }) => id === draft.real);
  const lack = lackOf(draft, sets);
  const preview = useQuery({
    ...facts.preview(draft.real ?? 0, draft.synthetic),
    enabled: real?.modality === "table" && draft.synthetic.length > 0,
  });
  // Nobody locks cards that could not be looked at yet, and its coming moves the button.
  const request = preview.isLoading ? null : requestOf(draft, sets);
  const set = (own: Partial<Draft>) => setDraft((before) => ({ ...before, ...own }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request)
      void form.send(
        () => commands.createStudy(request),
        ({ id }) => go("study", id),
      );
  };

  return (
    <form onSubmit={submit} className={styles.form}>
      <PageHeader title={words("study.setup")} sub={words("study.setupSub")} />
      <TextInput
        label={words("study.name")}
        description={words("study.nameHint")}
        value={draft.name}
        maxLength={120}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-testid="study-name"
      />
      <div className={styles.two}>
        <SetPicker
          sets={ofArm(sets, "real")}
          legend={words("study.real")}
          chosen={draft.real === null ? [] : [draft.real]}
          several={false}
          whyNot={(one) => (one.complete ? null : words("samples.incomplete"))}
          none={words("measure.noReal")}
          onChange={([id]) => {
            const next = sets.find((one) => one.id === id);
            if (next) {
              set({ real: next.id, synthetic: companions(sets, next).map((one) => one.id) });
            }
          }}
        />
        <SetPicker
          sets={ofArm(sets, "synthetic")}
          legend={words("study.synthetic")}
          chosen={draft.synthetic}
          several
          whyNot={(one) => {
            const reason = whyNotBeside(one, real?.modality);
            return reason && words(`samples.${reason}`);
          }}
          none={words("measure.noSynthetic")}
          onChange={(synthetic) => set({ synthetic })}
        />
        <NumberInput
          label={words("study.nReal")}
          value={draft.nReal ?? ""}
          min={1}
          max={500}
          allowDecimal={false}
          onChange={(n) => set({ nReal: typeof n === "number" ? n : null })}
          data-testid="n-real"
        />
        <NumberInput
          label={words("study.nSynthetic")}
          value={draft.nSynthetic ?? ""}
          min={1}
          max={500}
          allowDecimal={false}
          onChange={(n) => set({ nSynthetic: typeof n === "number" ? n : null })}
          data-testid="n-synthetic"
        />
        <div className={styles.readers}>
          <TagsInput
            label={words("study.readers")}
            description={words("study.readersHint")}
            value={draft.readers}
            maxLength={24}
            maxTags={40}
            acceptValueOnBlur
            onChange={(readers) => set({ readers: tidied(readers) })}
            data-testid="readers"
          />
          <Button
            variant="default"
            onClick={() => set({ readers: [...draft.readers, nextCode(draft.readers)] })}
            data-testid="add-reader"
          >
            {words("study.addReader", { code: nextCode(draft.readers) })}
          </Button>
        </div>
        <NumberInput
          label={words("study.seed")}
          description={words("study.seedHint")}
          placeholder={words("study.seedRandom")}
          value={draft.seed ?? ""}
          min={0}
          max={4_294_967_295}
          allowDecimal={false}
          hideControls
          onChange={(seed) => set({ seed: typeof seed === "number" ? seed : null })}
        />
      </div>
      {preview.data && <CardPreview preview={preview.data} />}
      <FailureNote failure={preview.error} />
      <FailureNote failure={form.failure} />
      <footer className={styles.footer}>
        <p className={styles.footnote} data-lack={lack ?? undefined}>
          {lack
            ? words(`study.lack.${lack}`)
            : words("study.expected", {
                count: tidied(draft.readers).length,
                cases: (draft.nReal ?? 0) + (draft.nSynthetic ?? 0),
                minutes: expectedMinutes(draft),
              })}
        </p>
        <Button variant="default" onClick={() => go("study")}>
          {words("action.cancel")}
        </Button>
        <Button
          type="submit"
          disabled={!request || readOnly}
          loading={form.busy}
          data-testid="create-study"
        >
          {words("study.create")}
        </Button>
      </footer>
    </form>
  );
}

/** Sets that fit together, as many cases on each side as are there up to six, two readers. */
function firstDraft(sets: SetView[], taken: number): Draft {
  const reals = ofArm(sets, "real").filter(({ complete }) => complete);
  const real = reals.find((one) => companions(sets, one).length > 0) ?? reals[0];
  const synthetic = companions(sets, real);
  const there = synthetic.reduce((sum, { nSamples }) => sum + nSamples, 0);
  return {
    name: words("study.firstName", { n: taken + 1 }),
    real: real?.id ?? null,
    synthetic: synthetic.map(({ id }) => id),
    nReal: Math.min(6, real?.nSamples ?? 6),
    nSynthetic: there > 0 ? Math.min(6, there) : 6,
    readers: ["R1", "R2"],
    seed: null,
  };
}
