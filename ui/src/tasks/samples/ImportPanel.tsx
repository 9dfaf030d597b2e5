import { Button, Drawer, SegmentedControl, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type ImportPlan } from "../../core/bindings";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { FailureNote } from "../../shared/FailureNote";
import { WarnIcon } from "../../shared/icons";
import { NumberEntry } from "../../shared/NumberEntry";
import { bytes, count } from "../../shared/numbers";
import { useForm } from "../../shared/useForm";
import styles from "./ImportPanel.module.css";
import { firstDraft, formatsText, identifyingOf, requestOf } from "./importing";
import { RuleField } from "./RuleField";

type Props = { plan: ImportPlan; onDone: (started: boolean) => void };

/** Says what a set is before it is imported: its name, its side, its patients. */
export function ImportPanel({ plan, onDone }: Props) {
  const [draft, setDraft] = useState(() => firstDraft(plan));
  const form = useForm();
  const request = requestOf(plan, draft);
  const identifying = identifyingOf(plan, draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request)
      void form.send(
        () => commands.startImport(request),
        () => onDone(true),
      );
  };

  return (
    <Drawer
      opened
      onClose={() => onDone(false)}
      size={560}
      title={words("import.title")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <form onSubmit={submit} className={styles.form}>
        <p className={styles.what}>
          {words("import.what", { count: plan.nFiles, n: count(plan.nFiles) })}
          {" · "}
          {formatsText(plan.formats)}
          {" · "}
          {bytes(plan.bytes)}
        </p>
        <TextInput
          label={words("import.name")}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          maxLength={120}
          data-autofocus
          data-testid="set-name"
        />
        <div>
          <div className={styles.label} id="import-arm">
            {words("import.arm")}
          </div>
          <SegmentedControl
            aria-labelledby="import-arm"
            fullWidth
            value={draft.arm}
            onChange={(arm) => setDraft({ ...draft, arm: arm === "real" ? "real" : "synthetic" })}
            data-testid="set-arm"
            data={(["real", "synthetic"] as const).map((arm) => ({
              value: arm,
              label: (
                <span className={styles.arm} data-testid={`arm-${arm}`}>
                  <ArmMark arm={arm} />
                  {words(`arm.${arm}`)}
                  <span className={styles.armHint}>{words(`import.armHint.${arm}`)}</span>
                </span>
              ),
            }))}
          />
        </div>
        {draft.arm === "synthetic" && (
          <TextInput
            label={words("import.generator")}
            description={words("import.generatorHint")}
            value={draft.generator}
            onChange={(event) => setDraft({ ...draft, generator: event.currentTarget.value })}
            maxLength={120}
            data-testid="set-generator"
          />
        )}
        {plan.list !== null && (
          <p className={styles.what} data-testid="import-list">
            {words("import.list", {
              list: plan.list.name,
              column: plan.list.column,
              n: count(plan.list.nNamed),
              total: count(plan.nFiles),
            })}
          </p>
        )}
        <RuleField
          plan={plan}
          of="subject"
          rule={draft.subject}
          onChange={(subject) => setDraft({ ...draft, subject })}
        />
        <RuleField
          plan={plan}
          of="stratum"
          rule={draft.stratum}
          onChange={(stratum) => setDraft({ ...draft, stratum })}
        />
        <RuleField
          plan={plan}
          of="diagnosis"
          rule={draft.diagnosis}
          onChange={(diagnosis) => setDraft({ ...draft, diagnosis })}
        />
        {plan.lacksScale && (
          <div className={styles.fields}>
            <NumberEntry
              label={words("import.rate")}
              description={words("import.rateHint")}
              value={draft.rateHz}
              min={0.001}
              hideControls
              onChange={(rate) =>
                setDraft({ ...draft, rateHz: rate !== null && rate > 0 ? rate : null })
              }
              data-testid="rate"
            />
            <TextInput
              label={words("import.unit")}
              description={words("import.unitHint")}
              value={draft.unit}
              maxLength={16}
              onChange={(event) => setDraft({ ...draft, unit: event.currentTarget.value })}
              data-testid="unit"
            />
          </div>
        )}
        {identifying.length > 0 && (
          <div className={styles.warning} role="note">
            <WarnIcon />
            <div>
              <strong>{words("import.identifying", { count: identifying.length })}</strong>{" "}
              {identifying.join(", ")}
              <p>{words("import.identifyingHint")}</p>
            </div>
          </div>
        )}
        <FailureNote failure={form.failure} />
        <div className={styles.buttons}>
          <Button variant="default" onClick={() => onDone(false)}>
            {words("action.cancel")}
          </Button>
          <Button type="submit" loading={form.busy} disabled={!request} data-testid="start-import">
            {words("import.start")}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}
