import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type StudyView } from "../../core/bindings";
import { call } from "../../core/call";
import { facts } from "../../core/facts";
import { go } from "../../core/place";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { listed } from "../../shared/numbers";
import { useForm } from "../../shared/useForm";
import { useReadOnly } from "../../shared/useReadOnly";
import { type Ask, AskDialog } from "./AskDialog";
import { AuditPart } from "./AuditPart";
import { whyNotLocked } from "./life";
import { PlanPart } from "./PlanPart";
import { StageList } from "./StageList";
import styles from "./Study.module.css";
import { protocolText, StudyHeader } from "./StudyHeader";
import { usePlan } from "./usePlan";

type Props = { study: StudyView; studies: StudyView[] };

/** A study before it is locked: is it blind, how will it be analysed, and what is asked. */
export function StudyDraft({ study, studies }: Props) {
  const [ask, setAsk] = useState<Ask | null>(null);
  const [mending, setMending] = useState(false);
  const audit = useQuery(facts.audit(study.id));
  const plan = usePlan(study.id);
  const form = useForm();
  const readOnly = useReadOnly();
  const why = whyNotLocked(audit.data, {
    busy: audit.isFetching || mending,
    failed: audit.error !== null,
  });

  const lock = () =>
    form.send(
      async () => {
        // What was typed last goes in before the plan is closed.
        await plan.save();
        return commands.lockStudy(study.id);
      },
      ({ id }) => go("study", id),
    );
  const askDelete = () =>
    setAsk({
      title: words("study.draft.delete"),
      text: words("study.draft.deleteText"),
      action: words("study.draft.delete"),
      name: study.name,
      danger: true,
      send: async () => {
        await call(commands.deleteStudy(study.id));
        go("study");
      },
    });

  return (
    <>
      <StudyHeader study={study} studies={studies} />
      <AuditPart study={study} audit={audit} onBusy={setMending} />
      <PlanPart study={study.id} plan={plan} readOnly={readOnly} />
      <section aria-label={words("study.draft.asked")}>
        <h2 className={styles.heading}>{words("study.draft.asked")}</h2>
        <p className={styles.mute}>
          {words("study.draft.askedText", { protocol: protocolText(study) })}
        </p>
        <StageList stages={study.stages} skipped={study.skipped} />
      </section>
      <FailureNote failure={form.failure} />
      <footer className={styles.footer}>
        <p className={styles.footnote} data-lack={why ?? undefined} data-testid="why-not-locked">
          {why
            ? words(`study.draft.why.${why}`, { left: listed(audit.data?.left ?? []) })
            : words("study.draft.canLock")}
        </p>
        <Button
          variant="subtle"
          color="red"
          disabled={readOnly}
          onClick={askDelete}
          data-testid="delete-study"
        >
          {words("study.draft.delete")}
        </Button>
        <Button
          disabled={why !== null || readOnly}
          loading={form.busy}
          onClick={() => void lock()}
          data-testid="lock-study"
        >
          {words("study.draft.lock")}
        </Button>
      </footer>
      <AskDialog ask={ask} onClose={() => setAsk(null)} />
    </>
  );
}
