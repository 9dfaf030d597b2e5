import { Button, Select } from "@mantine/core";
import type { ReaderView, StudyView } from "../../core/bindings";
import { commands } from "../../core/bindings";
import { handOver } from "../../core/handing";
import { go } from "../../core/place";
import { textOf, words } from "../../core/words";
import { CheckIcon } from "../../shared/icons";
import { count, moment } from "../../shared/numbers";
import { PageHeader } from "../../shared/PageHeader";
import { Progress } from "../../shared/Progress";
import { useAct } from "../../shared/useAct";
import { useReadOnly } from "../../shared/useReadOnly";
import styles from "./StudyDetail.module.css";

type Props = { study: StudyView; studies: StudyView[] };

/** One study: how far its readers are, what they are asked, and what is kept from them. */
export function StudyDetail({ study, studies }: Props) {
  const act = useAct();
  const readOnly = useReadOnly();
  const open = async (reader: ReaderView) => {
    // Before the room opens: what a reader finds behind it must be gone by then.
    handOver(true);
    const opened = await act(() => commands.openReadingRoom(study.id, reader.code));
    if (opened === undefined) handOver(false);
  };
  const next = study.readers.find(({ done, total }) => done < total);
  const allDone = next === undefined;

  return (
    <>
      <PageHeader title={study.name} sub={aboutStudy(study)}>
        {studies.length > 1 && (
          <Select
            aria-label={words("study.studies")}
            value={String(study.id)}
            w={200}
            data={studies.map(({ id, name }) => ({ value: String(id), label: name }))}
            onChange={(value) => value && go("study", Number(value))}
          />
        )}
        <Button variant="default" onClick={() => go("study", "new")} data-testid="new-study">
          {words("study.another")}
        </Button>
        {allDone && (
          <Button onClick={() => go("export")} data-testid="to-export">
            {words("study.toExport")}
          </Button>
        )}
      </PageHeader>
      <dl className={styles.facts}>
        <dt>{words("study.state")}</dt>
        <dd data-testid="study-state">{textOf("ui", `study.is.${study.state}`) ?? study.state}</dd>
        <dt>{words("study.design")}</dt>
        <dd>
          <code>{study.designHash}</code>{" "}
          <span className={styles.mute}>{words("study.designHint")}</span>
        </dd>
        <dt>{words("study.order")}</dt>
        <dd>{words("study.orderText", { n: study.mostInARow })}</dd>
        <dt>{words("study.hidden")}</dt>
        <dd>{words("study.hiddenText")}</dd>
      </dl>

      <h2 className={styles.heading}>{words("study.readersTitle")}</h2>
      <table className={styles.readers} data-testid="readers-table">
        <thead>
          <tr>
            <th>{words("study.reader")}</th>
            <th>{words("study.progress")}</th>
            <th className={styles.number}>{words("study.cases")}</th>
            <th>{words("study.lastAnswer")}</th>
            <th className={styles.hand}>{words("study.handOver")}</th>
          </tr>
        </thead>
        <tbody>
          {study.readers.map((reader) => (
            <tr key={reader.code}>
              <td className={styles.code}>{reader.code}</td>
              <td>
                <Progress
                  share={reader.total > 0 ? reader.done / reader.total : 0}
                  label={words("study.progressOf", { code: reader.code })}
                  width={240}
                />
              </td>
              <td className={styles.number}>
                {words("job.of", { done: count(reader.done), total: count(reader.total) })}
              </td>
              <td className={styles.mute}>
                {reader.reading
                  ? words("study.readingNow")
                  : reader.lastAnswerAt
                    ? moment(reader.lastAnswerAt)
                    : words("study.notBegun")}
              </td>
              <td className={styles.hand}>
                {reader.done < reader.total ? (
                  <Button
                    variant={reader === next ? "filled" : "default"}
                    disabled={reader.reading || readOnly}
                    onClick={() => void open(reader)}
                    aria-label={words("study.openFor", { code: reader.code })}
                    data-testid={`open-room-${reader.code}`}
                  >
                    {words(reader.done > 0 ? "study.goOn" : "study.open")}
                  </Button>
                ) : (
                  <span className={styles.finished}>
                    <CheckIcon />
                    {words("study.finished")}
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.mute}>{words("study.handOverHint")}</p>

      <h2 className={styles.heading}>{words("study.questions")}</h2>
      <ol className={styles.questions}>
        {study.questions.map(({ id, text, anchors, mostLetters, required }) => (
          <li key={id}>
            <p className={styles.question}>{text}</p>
            {anchors.length > 0 ? (
              <ol className={styles.scale}>
                {anchors.map((anchor) => (
                  <li key={anchor}>{anchor}</li>
                ))}
              </ol>
            ) : (
              <p className={styles.mute}>
                {words(required ? "study.textRequired" : "study.textOptional", {
                  n: count(mostLetters),
                })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function aboutStudy(study: StudyView): string {
  return [
    words("study.about", { real: study.nReal, synthetic: study.nSynthetic }),
    words("count.readers", { count: study.readers.length }),
    words("study.minutes", { count: study.minutes }),
    moment(study.createdAt),
  ].join(" · ");
}
