import { SegmentedControl, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { PilotView, PowerRequest, VarianceView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { Fold } from "../../shared/Fold";
import { NumberEntry } from "../../shared/NumberEntry";
import { three } from "../../shared/numbers";
import { PowerCurve } from "./PowerCurve";
import styles from "./SizePanel.module.css";
import {
  type Assumed,
  chosenPilot,
  powerHint,
  powerRequestOf,
  powerSentence,
  varianceFor,
  WANTED,
  whyNotFor,
} from "./sizing";

type Props = {
  readers: number;
  cases: number;
  assumed: Assumed;
  onAssume: (assumed: Assumed) => void;
};

/** Long enough to type a number of two digits. */
const PAUSE = 300;

/** What a study of this size can find: a sentence, two curves, and what they rest on. */
export function SizePanel({ readers, cases, assumed, onAssume }: Props) {
  const { data: pilots = [], error: noPilots } = useQuery(facts.pilots());
  const pilot = chosenPilot(assumed, pilots);
  // As text: what is asked is a new object each time, and waits for the last change only.
  const [settled] = useDebouncedValue(
    JSON.stringify(powerRequestOf(readers, cases, assumed, pilot)),
    PAUSE,
  );
  const request: PowerRequest | null = JSON.parse(settled);
  const { data, error, isPlaceholderData } = useQuery({
    ...facts.power(request ?? NOTHING),
    enabled: request !== null,
    placeholderData: keepPreviousData,
  });
  const set = (own: Partial<Assumed>) => onAssume({ ...assumed, ...own });

  return (
    <section className={styles.panel} aria-label={words("study.size.title")}>
      <h2 className={styles.heading}>{words("study.size.title")}</h2>
      {request === null && <p className={styles.hint}>{words("study.size.incomplete")}</p>}
      <FailureNote failure={request === null ? null : error} />
      {request && data && (
        <>
          <p className={styles.sentence} aria-live="polite" data-testid="power">
            {isPlaceholderData ? words("study.size.reckoning") : powerSentence(request, data)}
          </p>
          <p
            className={styles.hint}
            data-weak={(data.power !== null && data.power < WANTED) || undefined}
          >
            {powerHint(data)}
          </p>
          {data.farFromPilot && (
            <p className={styles.hint} data-weak data-testid="far-from-pilot">
              {words("study.size.pilotFar")}
            </p>
          )}
          <div className={styles.curves}>
            <PowerCurve
              points={data.byCases}
              now={request.cases}
              title={words("study.size.byCases", { count: request.readers })}
              axis={words("study.size.cases")}
            />
            <PowerCurve
              points={data.byReaders}
              now={request.readers}
              title={words("study.size.byReaders", { n: request.cases })}
              axis={words("study.size.readers")}
            />
          </div>
        </>
      )}
      <Fold title={words("study.size.assumed")} testId="assumptions">
        <div className={styles.assumed}>
          <SegmentedControl
            aria-label={words("study.size.claim")}
            value={assumed.claim}
            data={[
              { value: "equivalence", label: words("study.size.equivalence") },
              { value: "difference", label: words("study.size.difference") },
            ]}
            onChange={(claim) =>
              claim === "equivalence"
                ? set({ claim, accuracy: 0.5 })
                : set({ claim: "difference", accuracy: Math.max(0.6, assumed.accuracy ?? 0) })
            }
          />
          {assumed.claim === "equivalence" && (
            <Share
              of="margin"
              label={words("study.size.margin")}
              assumed={assumed}
              onAssume={onAssume}
            />
          )}
          <FailureNote failure={noPilots} />
          {pilots.length > 0 && (
            <PilotChoice pilots={pilots} assumed={assumed} onAssume={onAssume} />
          )}
          <Share
            of="accuracy"
            label={words(accuracyLabel(assumed, pilot !== null))}
            assumed={assumed}
            onAssume={onAssume}
          />
          {pilot === null && (
            <>
              <Share
                of="withinReader"
                label={words("study.size.withinReader")}
                assumed={assumed}
                onAssume={onAssume}
              />
              <Share
                of="withinCase"
                label={words("study.size.withinCase")}
                assumed={assumed}
                onAssume={onAssume}
              />
            </>
          )}
        </div>
      </Fold>
    </section>
  );
}

/** What the truth is called that power is worked out for. */
function accuracyLabel({ claim }: Assumed, byPilot: boolean) {
  if (claim === "equivalence") return "study.size.truth";
  return byPilot ? "study.size.area" : "study.size.accuracy";
}

/** How readers vary: as is usual, or as they did in a study of before. */
function PilotChoice({
  pilots,
  assumed,
  onAssume,
}: {
  pilots: readonly PilotView[];
  assumed: Assumed;
  onAssume: (assumed: Assumed) => void;
}) {
  const chosen = pilots.find(({ study }) => study === assumed.pilot);
  const found = chosen && varianceFor(assumed.claim, chosen);
  return (
    <Select
      size="xs"
      className={styles.pilot}
      label={words("study.size.pilot")}
      description={chosen && found ? aboutPilot(chosen, found) : words("study.size.pilotHint")}
      value={assumed.pilot === null ? USUAL : String(assumed.pilot)}
      data={[
        { value: USUAL, label: words("study.size.usual") },
        ...pilots.map((pilot) => ({
          value: String(pilot.study),
          label: varianceFor(assumed.claim, pilot)
            ? words("study.size.asIn", { name: pilot.name })
            : words("study.size.notAsIn", {
                name: pilot.name,
                why: whyNotFor(assumed.claim, pilot),
              }),
          disabled: varianceFor(assumed.claim, pilot) === null,
        })),
      ]}
      allowDeselect={false}
      onChange={(next) =>
        onAssume({ ...assumed, pilot: next === null || next === USUAL ? null : Number(next) })
      }
      data-testid="pilot"
    />
  );
}

/** Who judged there, and what keeps it from saying much. */
function aboutPilot({ readers, byScript }: PilotView, found: VarianceView): string {
  const said = words(found.readers > 0 ? "study.size.pilotMean" : "study.size.pilotStill", {
    readers,
    cases: found.cases,
    mean: three(found.mean),
  });
  return byScript ? `${words("study.size.pilotScript")} ${said}` : said;
}

const USUAL = "usual";

const NOTHING: PowerRequest = {
  readers: 0,
  cases: 0,
  margin: null,
  accuracy: 0.5,
  withinReader: 0,
  withinCase: 0,
  pilot: null,
};

/** What can be assumed of a study, and from where to where. */
const SHARES = {
  margin: { min: 0.01, max: 0.49, step: 0.01 },
  accuracy: { min: 0, max: 1, step: 0.01 },
  withinReader: { min: 0, max: 0.99, step: 0.005 },
  withinCase: { min: 0, max: 0.99, step: 0.01 },
} as const;

function Share({
  of,
  label,
  assumed,
  onAssume,
}: {
  of: keyof typeof SHARES;
  label: string;
  assumed: Assumed;
  onAssume: (assumed: Assumed) => void;
}) {
  return (
    <NumberEntry
      size="xs"
      label={label}
      value={assumed[of]}
      decimalScale={3}
      onChange={(next) => onAssume({ ...assumed, [of]: next })}
      {...SHARES[of]}
    />
  );
}
