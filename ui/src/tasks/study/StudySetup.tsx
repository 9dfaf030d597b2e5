import { Button, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { commands, type ProtocolView, type SetView, type StudyRequest } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go } from "../../core/place";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { FormButtons } from "../../shared/FormButtons";
import { NumberEntry } from "../../shared/NumberEntry";
import { count } from "../../shared/numbers";
import { PageHeader } from "../../shared/PageHeader";
import { SetPicker } from "../../shared/SetPicker";
import { companions, ofArm, whyNotBeside } from "../../shared/sets";
import { useForm } from "../../shared/useForm";
import { useReadOnly } from "../../shared/useReadOnly";
import { CardPreview } from "./CardPreview";
import {
  asMany,
  casesOfReader,
  type Draft,
  firstProtocol,
  lackOf,
  MOST_CASES,
  nextCode,
  numbersOf,
  practiceOf,
  protocolsFor,
  requestOf,
  roomIn,
  sizedBy,
  tidied,
  WASHOUT_DAYS,
  withProtocol,
} from "./designing";
import { ProtocolPicker } from "./ProtocolPicker";
import { SetupMore } from "./SetupMore";
import { SizePanel } from "./SizePanel";
import shared from "./Study.module.css";
import styles from "./StudySetup.module.css";
import { type Assumed, assumedBy } from "./sizing";

/** Cases of each side that a first look at the demo is made of. */
const DEMO_CASES = 6;

type Props = { sets: SetView[]; taken: number };

/** Designs a blinded reading: what is asked, of which cases, how many, and who reads them. */
export function StudySetup({ sets, taken }: Props) {
  const { data: protocols, error } = useQuery(facts.protocols());
  if (error) return <FailureNote failure={error} />;
  return protocols ? <Setup sets={sets} taken={taken} protocols={protocols} /> : null;
}

function Setup({ sets, taken, protocols }: Props & { protocols: ProtocolView[] }) {
  const isDemo = useQuery(facts.project()).data?.isDemo ?? false;
  const [draft, setDraft] = useState<Draft>(() => firstDraft(sets, taken, protocols, isDemo));
  const [own, setOwn] = useState<Assumed | null>(null);
  const form = useForm();
  const readOnly = useReadOnly();

  const real = sets.find(({ id }) => id === draft.real);
  const fitting = protocolsFor(protocols, real?.modality);
  const protocol = fitting.find(({ id }) => id === draft.protocol);
  const readers = tidied(draft.readers);
  const lack = lackOf(draft, sets, protocol);
  const preview = useQuery({
    ...facts.preview(draft.real ?? 0, draft.synthetic),
    enabled: real?.modality === "table" && draft.synthetic.length > 0,
  });
  // Nobody makes a draft of cards that could not be looked at yet, and its coming moves the button.
  const request = preview.isLoading ? null : requestOf(draft, sets, protocol);
  const numbers = numbersOf(draft, sets);
  const { data: minutes } = useQuery({
    ...facts.minutes(request as StudyRequest),
    enabled: request !== null,
    placeholderData: (before) => before,
  });
  const byHand = draft.how === "byHand";
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  const chooseProtocol = (next: ProtocolView) => {
    setOwn(null);
    setDraft((before) => withProtocol(before, sets, next));
  };
  const chooseReal = (next: SetView) => {
    const there = protocolsFor(protocols, next.modality);
    const kept =
      there.find(({ id }) => id === draft.protocol) ?? firstProtocol(there, next.channels);
    const synthetic = companions(sets, next).map(({ id }) => id);
    setDraft((before) => {
      const moved = { ...before, real: next.id, synthetic, run: null, metric: null };
      return kept ? withProtocol(moved, sets, kept) : { ...moved, protocol: null };
    });
  };
  const chooseSynthetic = (synthetic: number[]) =>
    setDraft((before) => sizedBy({ ...before, synthetic }, sets, protocol));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request)
      void form.send(
        () => commands.draftStudy(request),
        ({ id }) => go("study", id),
      );
  };

  return (
    <form onSubmit={submit} className={styles.form}>
      <PageHeader title={words("study.setup")} sub={words("study.setupSub")} />
      <TextInput
        className={styles.name}
        label={words("study.name")}
        description={words("study.nameHint")}
        value={draft.name}
        maxLength={120}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-testid="study-name"
      />
      <ProtocolPicker
        protocols={fitting}
        chosen={protocol}
        language={draft.language}
        onChoose={chooseProtocol}
        onLanguage={(language) => set({ language })}
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
            if (next) chooseReal(next);
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
          onChange={chooseSynthetic}
        />
      </div>
      {preview.data && <CardPreview preview={preview.data} />}
      <FailureNote failure={preview.error} />
      <div className={styles.sized}>
        <div className={styles.numbers}>
          <Cases
            label={words("study.nReal")}
            description={roomText("real", draft, sets, protocol)}
            value={byHand ? (numbers?.real ?? null) : draft.nReal}
            disabled={byHand}
            onChange={(nReal) => set({ nReal, ownNumbers: true })}
            testId="n-real"
          />
          <Cases
            label={words("study.nSynthetic")}
            description={roomText("synthetic", draft, sets, protocol)}
            value={byHand ? (numbers?.synthetic ?? null) : draft.nSynthetic}
            disabled={byHand}
            onChange={(nSynthetic) => set({ nSynthetic, ownNumbers: true })}
            testId="n-synthetic"
          />
          <div className={styles.readers}>
            <TagsInput
              label={words("study.readers")}
              description={words("study.readersHint")}
              value={draft.readers}
              maxLength={24}
              maxTags={40}
              acceptValueOnBlur
              onChange={(next) => set({ readers: tidied(next) })}
              data-testid="readers"
            />
            <div className={shared.buttons}>
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => set({ readers: [...draft.readers, nextCode(draft.readers)] })}
                data-testid="add-reader"
              >
                {words("study.addReader", { code: nextCode(draft.readers) })}
              </Button>
              {protocol && readers.length < protocol.nReaders && (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => set({ readers: asMany(readers, protocol.nReaders) })}
                  data-testid="as-many-readers"
                >
                  {words("study.asMany", { n: protocol.nReaders })}
                </Button>
              )}
            </div>
          </div>
        </div>
        <SizePanel
          readers={readers.length}
          cases={
            numbers
              ? casesOfReader({ ...draft, nReal: numbers.real, nSynthetic: numbers.synthetic })
              : 0
          }
          assumed={own ?? assumedBy(protocol)}
          onAssume={setOwn}
        />
      </div>
      <SetupMore draft={draft} sets={sets} real={real} protocol={protocol} onChange={set} />
      <FailureNote failure={form.failure} />
      <footer className={shared.footer}>
        <p className={shared.footnote} data-lack={lack ?? undefined} data-testid="lack">
          {lack
            ? words(`study.lack.${lack}`)
            : minutes !== undefined &&
              words("study.expected", {
                count: readers.length,
                cases: numbers
                  ? casesOfReader({ ...draft, nReal: numbers.real, nSynthetic: numbers.synthetic })
                  : 0,
                minutes,
              })}
        </p>
        <FormButtons
          action={words("study.create")}
          testId="create-study"
          ready={request !== null && !readOnly}
          busy={form.busy}
          onCancel={() => go("study")}
        />
      </footer>
    </form>
  );
}

function Cases({
  label,
  description,
  value,
  disabled,
  onChange,
  testId,
}: {
  label: string;
  description: string;
  value: number | null;
  disabled: boolean;
  onChange: (n: number | null) => void;
  testId: string;
}) {
  return (
    <NumberEntry
      label={label}
      description={description}
      value={value}
      min={1}
      max={MOST_CASES}
      allowDecimal={false}
      disabled={disabled}
      onChange={onChange}
      data-testid={testId}
    />
  );
}

/** How many cases there are for counting, and how many of them go before. */
function roomText(
  side: "real" | "synthetic",
  draft: Draft,
  sets: SetView[],
  protocol: ProtocolView | undefined,
): string {
  const room = roomIn(draft, sets, protocol)[side];
  const before = practiceOf(protocol)[side];
  return before > 0
    ? words("study.roomPractice", { n: count(room), before })
    : words("study.room", { n: count(room) });
}

/** Sets that fit together, the short protocol for them, as many cases as it is meant for, two readers. */
function firstDraft(
  sets: SetView[],
  taken: number,
  protocols: ProtocolView[],
  isDemo: boolean,
): Draft {
  const reals = ofArm(sets, "real").filter(({ complete }) => complete);
  const real = reals.find((one) => companions(sets, one).length > 0) ?? reals[0];
  const draft: Draft = {
    name: words("study.firstName", { n: taken + 1 }),
    real: real?.id ?? null,
    synthetic: companions(sets, real).map(({ id }) => id),
    nReal: null,
    nSynthetic: null,
    ownNumbers: false,
    readers: ["R1", "R2"],
    seed: null,
    protocol: null,
    language: null,
    how: "random",
    run: null,
    metric: null,
    byHand: {},
    catches: {},
    groups: 1,
    rounds: 1,
    washoutDays: WASHOUT_DAYS,
    varyPercent: 0,
    repeatPercent: null,
  };
  const fitting = protocolsFor(protocols, real?.modality);
  // Who only looks around reads twelve cases, and not for an hour.
  const quick = fitting.find(({ id }) => id === "quick");
  if (isDemo && quick) {
    const few = { ...draft, nReal: DEMO_CASES, nSynthetic: DEMO_CASES, ownNumbers: true };
    return withProtocol(few, sets, quick);
  }
  const protocol = firstProtocol(fitting, real?.channels);
  return protocol ? withProtocol(draft, sets, protocol) : draft;
}
