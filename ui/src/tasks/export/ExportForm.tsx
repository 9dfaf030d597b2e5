import { Autocomplete, Button, Checkbox, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type RunHead, type StudyView } from "../../core/bindings";
import { useRemembered } from "../../core/remember";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { count, listed, moment } from "../../shared/numbers";
import { useSay } from "../../shared/Toasts";
import { isOpen } from "../../shared/truth";
import { useForm } from "../../shared/useForm";
import { useIsAuditor, useReadOnly } from "../../shared/useReadOnly";
import styles from "./ExportPage.module.css";
import { answersToCome, firstDraft, LANGUAGES, LICENCES, languageOf, requestOf } from "./exporting";

type Props = { studies: StudyView[]; runs: RunHead[] };

/** Chooses what is written, and whether the truth goes out with it. */
export function ExportForm({ studies, runs }: Props) {
  const [draft, setDraft] = useState(() => firstDraft(studies, runs));
  const [kept, keep] = useRemembered("report.language");
  const language = languageOf(kept);
  const publisher = useRememberedText("export.publisher");
  const licence = useRememberedText("export.licence");
  const form = useForm();
  // An auditor takes evidence along; the truth goes out only by who answers for the study.
  const auditor = useIsAuditor();
  const readOnly = useReadOnly() && !auditor;
  const say = useSay();
  const study = studies.find(({ id }) => id === draft.study);
  const request = requestOf(draft, language, { publisher: publisher.text, licence: licence.text });
  const toCome = answersToCome(study);

  const open = study !== undefined && isOpen(study);
  const closed = study?.received ? "Away" : study ? "Closed" : "Off";
  const truth = auditor ? "Not" : !open ? closed : draft.withTruth ? "On" : "Off";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!request) return;
    void form.send(
      () => commands.exportStudy(request),
      ({ place, files, trouble }) => {
        // The next export is without the truth again, unless it is asked for again.
        setDraft((before) => ({ ...before, withTruth: false }));
        say.done(words("export.written", { count: files.length, place }));
        if (trouble) say.failed(trouble);
      },
    );
  };

  return (
    <form onSubmit={submit} className={styles.form}>
      <div className={styles.three}>
        <Select
          label={words("export.study")}
          value={draft.study === null ? "" : String(draft.study)}
          data={[
            ...studies.map(({ id, name }) => ({ value: String(id), label: name })),
            { value: "", label: words("export.noStudy") },
          ]}
          onChange={(value) =>
            setDraft({ ...draft, study: value ? Number(value) : null, withTruth: false })
          }
          data-testid="export-study"
        />
        <Select
          label={words("export.run")}
          value={draft.run === null ? "" : String(draft.run)}
          data={
            runs.length > 0
              ? runs.map((run) => ({ value: String(run.id), label: runText(run) }))
              : [{ value: "", label: words("export.noRun") }]
          }
          onChange={(value) => setDraft({ ...draft, run: value ? Number(value) : null })}
          data-testid="export-run"
        />
        <Select
          label={words("export.language")}
          value={language}
          data={LANGUAGES}
          allowDeselect={false}
          onChange={(value) => keep(languageOf(value))}
          data-testid="export-language"
        />
      </div>
      {study && (
        <div className={styles.two}>
          <TextInput
            label={words("export.publisher")}
            description={words("export.publisherIs")}
            value={publisher.text}
            maxLength={300}
            onChange={(event) => publisher.set(event.currentTarget.value)}
            onBlur={publisher.keep}
            data-testid="export-publisher"
          />
          <Autocomplete
            label={words("export.licence")}
            description={words("export.licenceIs")}
            value={licence.text}
            maxLength={300}
            data={[...LICENCES]}
            onChange={licence.set}
            onBlur={licence.keep}
            data-testid="export-licence"
          />
        </div>
      )}
      <Checkbox
        label={words("export.withTruth")}
        description={words(`export.truth${truth}`)}
        checked={draft.withTruth && open}
        disabled={!open || auditor}
        onChange={(event) => setDraft({ ...draft, withTruth: event.currentTarget.checked })}
        data-testid="with-truth"
      />
      <FailureNote failure={form.failure} />
      <div className={styles.write}>
        <Button
          type="submit"
          disabled={!request || readOnly}
          loading={form.busy}
          data-testid="write-export"
        >
          {words("export.write")}
        </Button>
        {toCome > 0 && (
          <span className={styles.mute}>
            {words("export.toCome", { count: toCome, n: count(toCome) })}
          </span>
        )}
      </div>
    </form>
  );
}

/** A text that the core keeps once one leaves its field. */
function useRememberedText(key: string) {
  const [kept, remember] = useRemembered(key);
  const [typed, set] = useState<string | null>(null);
  return {
    text: typed ?? kept ?? "",
    set,
    keep: () => {
      if (typed !== null && typed !== kept) remember(typed);
    },
  };
}

function runText({ createdAt, syntheticNames, realName }: RunHead): string {
  const names =
    syntheticNames.length > 0
      ? words("measure.runName", { synthetic: listed(syntheticNames), real: realName })
      : realName;
  return `${moment(createdAt)} · ${names}`;
}
