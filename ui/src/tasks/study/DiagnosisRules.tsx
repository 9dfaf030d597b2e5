import { NativeSelect } from "@mantine/core";
import type { DiagnosisRule, PlanOffer } from "../../core/bindings";
import { words } from "../../core/words";
import { count } from "../../shared/numbers";
import tables from "../../shared/Table.module.css";
import own from "./PlanPart.module.css";
import styles from "./Study.module.css";

type Props = {
  offer: PlanOffer;
  rules: DiagnosisRule[];
  readOnly: boolean;
  onChange: (rules: DiagnosisRule[]) => void;
};

/** Which choice is right for each reference diagnosis of the cases, question by question. */
export function DiagnosisRules({ offer, rules, readOnly, onChange }: Props) {
  const codeOf = (item: string, reference: string) =>
    rules.find((rule) => rule.item === item && rule.reference === reference)?.code ?? null;
  const choose = (item: string, reference: string, code: string | null) =>
    onChange([
      ...rules.filter((rule) => rule.item !== item || rule.reference !== reference),
      { item, reference, code },
    ]);
  return (
    <>
      <div className={own.label}>{words("study.plan.rules.diagnoses")}</div>
      <p className={own.hint}>{words("study.plan.rules.diagnosesText")}</p>
      {offer.diagnoses.map(({ item, question, options }) => (
        <div key={item} className={styles.scroll}>
          <table
            className={`${tables.facts} ${styles.table} ${own.matches}`}
            data-testid={`plan-match-${item}`}
          >
            <caption className={own.caption}>{question}</caption>
            <thead>
              <tr>
                <th scope="col">{words("study.plan.rules.reference")}</th>
                <th scope="col" data-number>
                  {words("study.plan.rules.nReal")}
                </th>
                <th scope="col" data-number>
                  {words("study.plan.rules.nSynthetic")}
                </th>
                <th scope="col">{words("study.plan.rules.choice")}</th>
              </tr>
            </thead>
            <tbody>
              {offer.references.map(({ reference, nReal, nSynthetic }) => {
                const code = codeOf(item, reference);
                return (
                  <tr key={reference} data-unmatched={code === null || undefined}>
                    <th scope="row">{reference}</th>
                    <td data-number>{count(nReal)}</td>
                    <td data-number>{count(nSynthetic)}</td>
                    <td>
                      <NativeSelect
                        size="xs"
                        aria-label={words("study.plan.rules.of", { reference })}
                        value={code ?? ""}
                        disabled={readOnly}
                        onChange={(event) =>
                          choose(item, reference, event.currentTarget.value || null)
                        }
                        data={[
                          { value: "", label: words("study.plan.rules.noChoice") },
                          ...options.map(({ code, text }) => ({ value: code, label: text })),
                        ]}
                        data-testid={`plan-match-${item}-${reference}`}
                      />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ))}
      {offer.nRare > 0 && (
        <p className={own.hint}>{words("study.plan.rules.rare", { count: offer.nRare })}</p>
      )}
      {offer.nWithout > 0 && (
        <p className={own.hint}>{words("study.plan.rules.without", { count: offer.nWithout })}</p>
      )}
    </>
  );
}
