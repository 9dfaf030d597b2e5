import type { AnswerView, ItemView } from "../../core/bindings";
import { words } from "../../core/words";
import { count, three } from "../../shared/numbers";

/** How an item is answered, in a few words, e.g. `1 certainly real … 6 certainly synthetic`. */
export function answerText(answer: AnswerView): string {
  switch (answer.kind) {
    case "source":
    case "likert":
      return scaleText(answer.points);
    case "vas":
      return words("study.answer.vas", { low: answer.low, high: answer.high });
    case "choice":
    case "diagnosis":
      return words(
        answer.kind === "diagnosis" || answer.other
          ? "study.answer.oneOrOther"
          : "study.answer.one",
        { options: optionsText(answer.options) },
      );
    case "several":
      return words(answer.other ? "study.answer.severalOrOther" : "study.answer.several", {
        options: optionsText(answer.options),
      });
    case "number":
      return words("study.answer.number", {
        least: three(answer.least),
        most: three(answer.most),
        unit: answer.unit ?? "",
      }).trim();
    case "text":
      return words("study.answer.text", { n: count(answer.most) });
    case "side":
      return words(answer.tie ? "study.answer.sideOrTie" : "study.answer.side");
    case "mark":
    case "span":
    case "field_pairs":
      return words(`study.answer.${answer.kind}`, { count: answer.most });
    default:
      return words(`study.answer.${answer.kind}`);
  }
}

/** What else is to be known of an item: whether it can be left out, and when it is asked. */
export function itemNotes({ optional, cannotJudge, onlyIf }: ItemView): string[] {
  return [
    ...(optional ? [words("study.answer.optional")] : []),
    ...(cannotJudge ? [words("study.answer.cannotJudge")] : []),
    ...(onlyIf ? [words("study.answer.onlyIf", { item: onlyIf.item })] : []),
  ];
}

function scaleText(points: readonly string[]): string {
  if (points.length < 3) return points.join(" · ");
  return words("study.answer.scale", {
    first: points[0] ?? "",
    n: points.length,
    last: points.at(-1) ?? "",
  });
}

/** The first few; a long list would hide the others. */
const SHOWN = 8;

function optionsText(options: readonly { text: string }[]): string {
  const shown = options.slice(0, SHOWN).map(({ text }) => text);
  return options.length > SHOWN ? `${shown.join(", ")}, …` : shown.join(", ");
}
