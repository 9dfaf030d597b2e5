import { Button } from "@mantine/core";
import { useState } from "react";
import { commands, type MergeView, type ReaderView, type StudyView } from "../../core/bindings";
import { call } from "../../core/call";
import { go } from "../../core/place";
import { textOf, words } from "../../core/words";
import { Fold } from "../../shared/Fold";
import { count } from "../../shared/numbers";
import { useAct } from "../../shared/useAct";
import { useReadOnly } from "../../shared/useReadOnly";
import { type Ask, AskDialog } from "./AskDialog";
import { BalanceTable } from "./BalanceTable";
import { EnrolDialog } from "./EnrolDialog";
import { ExposureDrawer } from "./ExposureDrawer";
import { LockedPlan } from "./LockedPlan";
import { nextOf, stepsOf, type To, takesAnswers } from "./life";
import { MergeResult } from "./MergeResult";
import { PackDialog } from "./PackDialog";
import { ReadersTable } from "./ReadersTable";
import { RevealDialog } from "./RevealDialog";
import { StageList } from "./StageList";
import styles from "./Study.module.css";
import own from "./StudyDetail.module.css";
import { protocolText, StudyHeader, stateText } from "./StudyHeader";
import { StudyMenu } from "./StudyMenu";

type Props = { study: StudyView; studies: StudyView[] };

type Opened = "enrol" | "pack" | "reveal" | "exposures" | null;

/** A locked study: what comes next, how far its readers are, and what is kept from them. */
export function StudyDetail({ study, studies }: Props) {
  const [ask, setAsk] = useState<Ask | null>(null);
  const [opened, setOpened] = useState<Opened>(null);
  const [merged, setMerged] = useState<MergeView | null>(null);
  const [merging, setMerging] = useState(false);
  const act = useAct();
  const readOnly = useReadOnly();
  const next = nextOf(study);
  const reading = takesAnswers(study);
  const allDone = study.readers.every(({ done, total }) => total <= done);

  const merge = async () => {
    setMerging(true);
    const found = await act(() => commands.mergeSessions(study.id));
    setMerging(false);
    if (found) setMerged(found);
  };

  return (
    <>
      <StudyHeader study={study} studies={studies}>
        <StudyMenu
          study={study}
          readOnly={readOnly}
          onReveal={() => setOpened("reveal")}
          onExposures={() => setOpened("exposures")}
          onEnrol={() => setOpened("enrol")}
          onAmend={() => setAsk(amending(study))}
        />
      </StudyHeader>

      <section className={own.next} aria-label={words("study.next.title")}>
        <div className={own.nextWords}>
          <p className={own.sentence} data-testid="next-step">
            {words(`study.next.${next}`)}
          </p>
          <p className={styles.mute}>{words(`study.next.${next}Hint`)}</p>
        </div>
        <div className={styles.buttons}>
          {reading && (
            <Button
              variant="default"
              disabled={readOnly}
              onClick={() => setOpened("pack")}
              data-testid="pack-study"
            >
              {words("study.pack.start")}
            </Button>
          )}
          {reading && (
            <Button
              variant="default"
              disabled={readOnly}
              loading={merging}
              onClick={() => void merge()}
              data-testid="merge-sessions"
            >
              {words("study.merge.start")}
            </Button>
          )}
          {stepsOf(study).map((to) => (
            <Button
              key={to}
              variant={ASKED_BY[next] === to ? "filled" : "default"}
              disabled={readOnly}
              onClick={() => setAsk(advancing(study, to))}
              data-testid={`advance-${to}`}
            >
              {words(`study.advance.${to}.action`)}
            </Button>
          ))}
          {(next === "analyse" || next === "done") && (
            <Button onClick={() => go("analysis", study.id)} data-testid="to-analysis">
              {words(next === "analyse" ? "study.toAnalysis" : "study.seeAnalysis")}
            </Button>
          )}
          {(allDone || next === "analyse" || next === "done") && (
            <Button variant="default" onClick={() => go("export")} data-testid="to-export">
              {words("study.toExport")}
            </Button>
          )}
        </div>
      </section>
      {merged && (
        <MergeResult
          study={study.id}
          merged={merged}
          onMerged={setMerged}
          onClose={() => setMerged(null)}
        />
      )}

      <dl className={`${styles.facts} ${own.facts}`}>
        <dt>{words("study.state")}</dt>
        <dd data-testid="study-state">{stateText(study)}</dd>
        <dt>{words("study.design")}</dt>
        <dd>
          <code className={styles.code}>{study.designHash}</code>{" "}
          <span className={styles.mute}>
            {words("study.version", { n: study.version })} {words("study.designHint")}
          </span>
        </dd>
        {study.planHash && (
          <>
            <dt>{words("study.plan.title")}</dt>
            <dd>
              <code className={styles.code}>{study.planHash}</code>{" "}
              <span className={styles.mute}>{words("study.plan.hashHint")}</span>
            </dd>
          </>
        )}
        {study.audit && (
          <>
            <dt>{words("study.audit.title")}</dt>
            <dd>{textOf("ui", `study.audit.verdict.${study.audit}`) ?? study.audit}</dd>
          </>
        )}
        <dt>{words("study.order")}</dt>
        <dd>
          {words("study.orderText", { n: study.mostInARow })}
          {study.rounds > 1 &&
            ` ${words("study.roundsText", { count: study.rounds, days: study.washoutDays })}`}
        </dd>
        <dt>{words("study.hidden")}</dt>
        <dd>{words("study.hiddenText")}</dd>
      </dl>

      <h2 className={styles.heading}>{words("study.readersTitle")}</h2>
      <ReadersTable study={study} onSeal={(reader) => setAsk(sealing(study, reader))} />
      {reading && <p className={styles.mute}>{words("study.handOverHint")}</p>}

      <div className={own.folds}>
        <Fold title={words("study.questions")} note={protocolText(study)} testId="questions">
          <StageList stages={study.stages} skipped={study.skipped} />
        </Fold>
        {study.planHash && (
          <Fold
            title={words("study.plan.title")}
            note={words("study.plan.lockedNote")}
            testId="plan"
          >
            <LockedPlan study={study.id} />
          </Fold>
        )}
        <Fold
          title={words("study.balance.title")}
          note={words("study.balance.note")}
          testId="balance"
        >
          <BalanceTable study={study.id} />
        </Fold>
      </div>

      <AskDialog ask={ask} onClose={() => setAsk(null)} />
      <PackDialog study={study} opened={opened === "pack"} onClose={() => setOpened(null)} />
      <RevealDialog study={study} opened={opened === "reveal"} onClose={() => setOpened(null)} />
      <EnrolDialog study={study} opened={opened === "enrol"} onClose={() => setOpened(null)} />
      <ExposureDrawer opened={opened === "exposures"} onClose={() => setOpened(null)} />
    </>
  );
}

/** The state that a next step leads to. */
const ASKED_BY = {
  read: null,
  seal: null,
  close: "sealed",
  closeDatabase: "database-locked",
  unblind: "unblinded",
  analyse: null,
  done: null,
} as const;

function advancing(study: StudyView, to: To): Ask {
  const toCome = study.readers.reduce((sum, { done, total }) => sum + Math.max(0, total - done), 0);
  const unblinds = to === "unblinded";
  return {
    title: words(`study.advance.${to}.title`),
    text: words(`study.advance.${to}.text`),
    action: words(`study.advance.${to}.action`),
    reason: unblinds || (to === "sealed" && toCome > 0) ? "needed" : "optional",
    ...(unblinds ? { name: study.name, danger: true } : {}),
    warning:
      toCome > 0 && (to === "sealed" || to === "database-locked")
        ? words("study.advance.toCome", { count: toCome, n: count(toCome) })
        : undefined,
    send: async (reason) => {
      await call(commands.advanceStudy(study.id, to, reason));
    },
  };
}

function sealing(study: StudyView, { code, done, total }: ReaderView): Ask {
  return {
    title: words("study.seal.title", { code }),
    text: words("study.seal.text"),
    action: words("study.seal.action", { code }),
    warning:
      done < total
        ? words("study.seal.early", { done: count(done), total: count(total) })
        : undefined,
    send: async () => {
      await call(commands.sealReader(study.id, code));
    },
  };
}

function amending(study: StudyView): Ask {
  return {
    title: words("study.amend.title"),
    text: words("study.amend.text", { next: study.version + 1 }),
    action: words("study.amend.action"),
    reason: "needed",
    send: async (reason) => {
      const { id } = await call(commands.amendStudy(study.id, reason));
      go("study", id);
    },
  };
}
