import type { FindingView } from "../../core/bindings";
import { failureOf } from "../../core/call";
import { textOf, words } from "../../core/words";
import { bounds, count, percent, three } from "../../shared/numbers";
import { apart, parted, plain, unbroken } from "./arranging";
import styles from "./Origin.module.css";
import { adjustedText } from "./Value";

/** Where numbers come from: how each was found, and from which answers. */
export function Origin({ findings }: { findings: FindingView[] }) {
  // Of a row of one reader, nobody has to be told whose number it is.
  const several = new Set(findings.map(({ of }) => of)).size > 1;
  return (
    <div className={styles.origin}>
      {apart(findings, ({ from }) => from).map(([from, own]) => (
        <div key={from} className={styles.group}>
          <ul>
            {own.map((finding) => (
              <li key={finding.id}>
                <strong>{several ? nameOf(finding) : finding.title}</strong>{" "}
                {unbroken(aboutText(finding))}
              </li>
            ))}
          </ul>
          {own[0] && <p>{basisText(own[0])}</p>}
          <p className={styles.hash}>
            {words("analysis.from.hash")} <code>{from}</code>
          </p>
        </div>
      ))}
    </div>
  );
}

function nameOf({ of, title }: FindingView): string {
  return of === "" ? title : `${of} · ${title}`;
}

/** A number, how it was found, where it ranks, its interval and its test. */
function aboutText(finding: FindingView): string {
  const { shown, methodTitle, rank, reason } = finding;
  return [
    shown,
    methodTitle,
    textOf("ui", `analysis.rank.${rank}`) ?? rank,
    ...intervalTexts(finding),
    ...testTexts(finding),
    ...(reason ? [failureOf(reason).message] : []),
  ]
    .filter((text) => text !== "")
    .join(" · ");
}

/** How many answers, readers and cases a number comes from. */
export function basisText({ nAnswers, nReaders, nReal, nSynthetic }: FindingView): string {
  return words("analysis.from.basis", {
    answers: words("analysis.from.answers", { count: nAnswers, n: count(nAnswers) }),
    readers: words("count.readers", { count: nReaders }),
    real: count(nReal),
    synthetic: count(nSynthetic),
  });
}

function intervalTexts({ interval, noInterval, equivalence, shown }: FindingView): string[] {
  return [
    ...(interval
      ? [words("analysis.from.interval", { level: percent(interval.level ?? null) })]
      : []),
    ...(noInterval ? [words("analysis.from.noInterval", { why: noInterval })] : []),
    ...(equivalence
      ? [
          words(equivalence.holds ? "analysis.from.within" : "analysis.from.notWithin", {
            low: plain(equivalence.low),
            high: plain(equivalence.high),
            level: percent(equivalence.interval.level ?? null),
            interval: bounds(parted(shown)[0], equivalence.interval),
            p: three(equivalence.p),
          }),
        ]
      : []),
  ];
}

function testTexts({ test }: FindingView): string[] {
  if (!test) return [];
  const how = adjustedText(test);
  return [
    words("analysis.from.test", { null: plain(test.null), p: test.shown }),
    ...(test.statistic === null || test.statistic === undefined
      ? []
      : [words("analysis.from.statistic", { value: three(test.statistic) })]),
    ...(test.df === null || test.df === undefined
      ? []
      : [words("analysis.from.df", { value: three(test.df) })]),
    ...(how === "" ? [] : [words("analysis.from.adjusted", { how, p: three(test.p) })]),
  ];
}
