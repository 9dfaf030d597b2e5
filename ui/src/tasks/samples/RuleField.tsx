import { Select, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { ImportPlan, Rule } from "../../core/bindings";
import { failureOf } from "../../core/call";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import styles from "./ImportPanel.module.css";
import { hasPreview, type Known, ruleFor, sourcesFor } from "./importing";

type Props = {
  plan: ImportPlan;
  of: Known;
  rule: Rule;
  onChange: (rule: Rule) => void;
};

/** How many names the preview shows. */
const SHOWN = 5;

/** Says where a patient, a stratum or a diagnosis is read from, and shows what that gives. */
export function RuleField({ plan, of, rule, onChange }: Props) {
  const [settled] = useDebouncedValue(rule, 200);
  const preview = useQuery({
    ...facts.rule(plan.id, settled),
    enabled: hasPreview(settled),
    placeholderData: (before) => before,
  });
  const sources = sourcesFor(plan, of);
  const problem = preview.error && hasPreview(rule) ? failureOf(preview.error).message : null;

  return (
    <div className={styles.rule}>
      <div className={styles.fields}>
        <Select
          label={words(`import.${of}`)}
          data={sources.map((source) => ({
            value: source,
            label: words(`import.from.${of}.${source}` as "import.from.subject.unknown"),
          }))}
          value={rule.from}
          onChange={(value) => {
            const source = sources.find((known) => known === value);
            if (source) onChange(ruleFor(source, plan, of));
          }}
          data-testid={`${of}-source`}
        />
        {rule.from === "pattern" && (
          <TextInput
            label={words("import.pattern")}
            value={rule.value}
            spellCheck={false}
            error={problem}
            onChange={(event) => onChange({ from: "pattern", value: event.currentTarget.value })}
            data-testid={`${of}-pattern`}
          />
        )}
        {rule.from === "column" && (
          <Select
            label={
              plan.list === null
                ? words("import.column")
                : words("import.columnOf", { list: plan.list.name })
            }
            data={[...new Set(plan.columns)]}
            value={rule.value}
            searchable
            onChange={(value) => onChange({ from: "column", value: value ?? "" })}
            data-testid={`${of}-column`}
          />
        )}
      </div>
      {of === "diagnosis" && <p className={styles.hint}>{words("import.diagnosisHint")}</p>}
      {hasPreview(rule) && preview.data && !problem && (
        <Preview of={of} names={plan.firstNames} values={preview.data} />
      )}
    </div>
  );
}

function Preview({ of, names, values }: { of: Props["of"]; names: string[]; values: string[] }) {
  const isTable = names.length < values.length;
  return (
    <table className={styles.preview} aria-label={words(`import.preview.${of}`)}>
      <thead>
        <tr>
          <th>{isTable ? words("import.row") : words("import.file")}</th>
          <th>{words(`import.preview.${of}`)}</th>
        </tr>
      </thead>
      <tbody>
        {values.slice(0, SHOWN).map((value, at) => {
          const name = isTable ? String(at + 1) : (names[at] ?? "");
          return (
            <tr key={`${at} ${name}`}>
              <td title={name}>{name}</td>
              {value === "" ? (
                <td className={styles.missing}>{words("import.nothingRead")}</td>
              ) : (
                <td>{value}</td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
