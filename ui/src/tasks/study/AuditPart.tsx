import { Button } from "@mantine/core";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { type AuditView, commands, type LeakView, type StudyView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { textOf, words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { Fold } from "../../shared/Fold";
import { WarnIcon } from "../../shared/icons";
import { count, three } from "../../shared/numbers";
import { Progress } from "../../shared/Progress";
import tables from "../../shared/Table.module.css";
import { useForm } from "../../shared/useForm";
import { useReadOnly } from "../../shared/useReadOnly";
import own from "./AuditPart.module.css";
import { MaskDialog } from "./MaskDialog";
import styles from "./Study.module.css";

type Props = {
  study: StudyView;
  audit: UseQueryResult<AuditView>;
  /** Hears when cases are being mended, so that nothing is locked meanwhile. */
  onBusy: (busy: boolean) => void;
};

/** Whether anything but their content tells the sources apart, and how that is mended. */
export function AuditPart({ study, audit, onBusy }: Props) {
  const client = useQueryClient();
  const form = useForm();
  const readOnly = useReadOnly();
  // All that was proposed was done, in as many rounds as help, and nothing else is proposed.
  const [gaveUp, setGaveUp] = useState(false);
  const change = async (start: () => Promise<AuditView>, mending = false) => {
    onBusy(true);
    setGaveUp(false);
    const tried = audit.data?.suggested ?? [];
    await form.send(start, (after) => {
      client.setQueryData(facts.audit(study.id).queryKey, after);
      const { suggested, verdict } = after;
      const nothingElse = suggested.length > 0 && suggested.every((mend) => tried.includes(mend));
      setGaveUp(mending && verdict === "fail" && nothingElse);
    });
    onBusy(false);
  };
  const [masking, setMasking] = useState(false);
  const masked = (after: AuditView) => {
    setGaveUp(false);
    client.setQueryData(facts.audit(study.id).queryKey, after);
  };
  const { data } = audit;
  const busy = audit.isFetching || form.busy;

  return (
    <section aria-label={words("study.audit.title")}>
      <h2 className={styles.heading}>{words("study.audit.title")}</h2>
      {busy && (
        <p className={styles.waiting} role="status">
          <Progress share={null} label={words("study.audit.running")} />
          {words("study.audit.running")}
        </p>
      )}
      {audit.error && (
        <div className={own.failed}>
          <FailureNote failure={audit.error} />
          <Button
            variant="default"
            disabled={busy}
            onClick={() => void audit.refetch()}
            data-testid="audit-again"
          >
            {words("action.again")}
          </Button>
        </div>
      )}
      <FailureNote failure={form.failure} />
      {data && !busy && !audit.error && (
        <>
          <p className={own.verdict} data-verdict={data.verdict} data-testid="audit-verdict">
            {data.verdict !== "pass" && <WarnIcon />}
            <span>
              <span className={own.word}>
                {textOf("ui", `study.audit.verdict.${data.verdict}`) ?? data.verdict}
              </span>{" "}
              {data.sentence}
            </span>
          </p>
          <p className={styles.mute}>
            {words("study.audit.looked", {
              real: count(data.nReal),
              synthetic: count(data.nSynthetic),
            })}
          </p>
          {gaveUp && (
            <p className={own.left} role="status" data-testid="audit-gave-up">
              {words("study.audit.gaveUp")}
            </p>
          )}
          <Mends
            audit={data}
            disabled={readOnly}
            onMend={() => void change(() => commands.mendStudy(study.id), true)}
            onUnmend={() => void change(() => commands.unmendStudy(study.id))}
          />
          {study.modality === "image" && (
            <Button
              className={own.cover}
              variant="subtle"
              size="compact-sm"
              disabled={readOnly}
              onClick={() => setMasking(true)}
              data-testid="mask"
            >
              {words("study.mask.open")}
            </Button>
          )}
          <Leaks leaks={data.leaks} />
        </>
      )}
      <MaskDialog
        study={study}
        opened={masking}
        onClose={() => setMasking(false)}
        onMasked={masked}
      />
    </section>
  );
}

function Mends({
  audit,
  disabled,
  onMend,
  onUnmend,
}: {
  audit: AuditView;
  disabled: boolean;
  onMend: () => void;
  onUnmend: () => void;
}) {
  const { mends, suggested, later, left, verdict } = audit;
  return (
    <div className={own.mends}>
      {suggested.length > 0 && (
        <div>
          <h3 className={own.sub}>{words("study.audit.suggested")}</h3>
          <ul className={styles.list}>
            {suggested.map((mend) => (
              <li key={mend}>{mend}</li>
            ))}
          </ul>
          {later.length > 0 && (
            <p className={styles.mute}>{words("study.audit.later", { later: later.join(", ") })}</p>
          )}
          <Button
            className={own.button}
            variant={verdict === "fail" ? "filled" : "default"}
            disabled={disabled}
            onClick={onMend}
            data-testid="mend"
          >
            {words("study.audit.mend")}
          </Button>
        </div>
      )}
      {left.length > 0 && (
        <p className={own.left} data-testid="audit-left">
          {words("study.audit.left", { count: left.length, left: left.join(", ") })}
        </p>
      )}
      {mends.length > 0 && (
        <div>
          <h3 className={own.sub}>{words("study.audit.mended")}</h3>
          <ol className={styles.list} data-testid="mended">
            {mends.map((mend) => (
              <li key={mend}>{mend}</li>
            ))}
          </ol>
          <Button
            className={own.button}
            variant="default"
            size="compact-sm"
            disabled={disabled}
            onClick={onUnmend}
            data-testid="unmend"
          >
            {words(audit.masked ? "study.audit.unmendAll" : "study.audit.unmend")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** What must not tell stands open; what only warns, and what no reader gets, is folded. */
function Leaks({ leaks }: { leaks: LeakView[] }) {
  const of = (channel: string) => leaks.filter((leak) => leak.channel === channel);
  return (
    <>
      <LeakTable leaks={of("container")} caption={words("study.audit.channel.container")} />
      {(["content", "source"] as const).map((channel) => {
        const folded = of(channel);
        const tells = folded.filter((leak) => leak.tells).length;
        return folded.length === 0 ? null : (
          <Fold
            key={channel}
            title={words(`study.audit.channel.${channel}`)}
            note={words("study.audit.folded", { count: folded.length, tells })}
            testId={`leaks-${channel}`}
          >
            <LeakTable leaks={folded} />
          </Fold>
        );
      })}
    </>
  );
}

function LeakTable({ leaks, caption }: { leaks: LeakView[]; caption?: string }) {
  const id = useId();
  if (leaks.length === 0) return null;
  return (
    <div className={styles.scroll}>
      {caption && (
        <h3 className={own.sub} id={id}>
          {caption}
        </h3>
      )}
      <table
        className={`${tables.facts} ${styles.table} ${own.leaks}`}
        {...(caption && { "aria-labelledby": id })}
      >
        <thead>
          <tr>
            <th scope="col">{words("study.audit.attribute")}</th>
            <th scope="col" data-number>
              {words("study.audit.auc")}
            </th>
            <th scope="col" data-number>
              {words("study.audit.p")}
            </th>
            <th scope="col">{words("study.audit.tells")}</th>
            <th scope="col">{words("study.audit.word")}</th>
          </tr>
        </thead>
        <tbody>
          {leaks.map((leak) => (
            <tr key={leak.name} data-tells={leak.tells || undefined}>
              <td>{leak.title}</td>
              <td data-number>{three(leak.auc)}</td>
              <td data-number>{three(leak.p)}</td>
              <td>{words(leak.tells ? "study.audit.yes" : "study.audit.no")}</td>
              <td>{leak.word ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
