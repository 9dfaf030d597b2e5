import { mockIPC } from "@tauri-apps/api/mocks";
import type {
  AnswerRequest,
  AnswerView,
  BlindCase,
  BlindStimulus,
  CardField,
  FormRequest,
  ItemView,
  ReadingStep,
  ReadingView,
} from "../../core/bindings";

/** An item as the core asks it, but for what a test cares about. */
export function anItem(id: string, answer: AnswerView, own: Partial<ItemView> = {}): ItemView {
  return {
    id,
    text: `About ${id}?`,
    answer,
    optional: false,
    cannotJudge: false,
    onlyIf: null,
    ...own,
  };
}

export const SOURCE = anItem(
  "source",
  {
    kind: "source",
    points: [
      "Certainly real",
      "Probably real",
      "Perhaps real",
      "Perhaps synthetic",
      "Probably synthetic",
      "Certainly synthetic",
    ],
  },
  { text: "Is this case real or synthetic?" },
);

export const COMMENT = anItem(
  "comment",
  { kind: "text", most: 2000 },
  { text: "Why do you think so?", optional: true },
);

/** What the core calls the one reading it knows. */
const SESSION = "a-reading";

/** A case as the core shows it, but for what a test cares about. */
export function aCase(number: number, own: Partial<BlindCase> = {}): ReadingStep {
  return {
    step: "case",
    slot: `slot-${number}`,
    done: number,
    total: 40,
    show: "single",
    practice: false,
    said: null,
    stimuli: [aStimulus(`slot-s${number}`)],
    items: [SOURCE, COMMENT],
    ...own,
  };
}

/** One of what is shown together. */
export function aStimulus(slot: string, label = "", fields: CardField[] = []): BlindStimulus {
  return { slot, label, fields };
}

/** Cases that are read one after the other. */
export function cases(total: number, own: Partial<BlindCase> = {}, done = 0): ReadingStep[] {
  return Array.from({ length: total - done }, (_, at) => aCase(done + at, { total, ...own }));
}

/** A core that knows one session, and can be told to fail. */
export interface Core {
  readonly saved: AnswerRequest[];
  readonly forms: FormRequest[];
  readonly passed: string[];
  readonly called: string[];
  /** The slots that were asked for, in order. */
  readonly fetched: string[];
  /** Fails the next save with this message. */
  failNextSave: string | null;
  /** Loses the reply to the next save: the answer is stored, and nobody is told. */
  loseNextReply: boolean;
}

interface Session {
  readonly kind?: "image" | "signal" | "card";
  readonly steps: readonly ReadingStep[];
  readonly view?: Partial<ReadingView>;
  readonly pixels?: (slot: string) => ArrayBuffer;
}

/** Stands in for the core behind the reader's commands. */
export function mockCore({ kind = "image", steps, view = {}, pixels }: Session): Core {
  const core: Core = {
    saved: [],
    forms: [],
    passed: [],
    called: [],
    fetched: [],
    failNextSave: null,
    loseNextReply: false,
  };
  const counted = steps.flatMap((step) => (step.step === "case" && !step.practice ? [step] : []));
  const total = counted[0]?.total ?? 0;
  let at = 0;
  const current = (): ReadingStep => steps[at] ?? { step: "done", total, againAfter: null };
  const block = pixels ?? (() => (kind === "signal" ? trace() : picture()));

  /** Takes one step, unless it is to fail or its reply is to be lost. */
  const step = (): ReadingStep => {
    at += 1;
    if (core.loseNextReply) {
      core.loseNextReply = false;
      throw { code: "workbench.broke", params: {}, message: "Something broke.", hint: "" };
    }
    return current();
  };
  const mayFail = () => {
    const message = core.failNextSave;
    core.failNextSave = null;
    if (message !== null) {
      throw { code: "store.full", params: {}, message, hint: "Free some space." };
    }
  };
  const refuse = (code: string): never => {
    throw { code, params: {}, message: "It is not.", hint: "" };
  };

  mockIPC((command, args) => {
    core.called.push(command);
    const asked = args as {
      session?: string;
      step?: string;
      slot?: string;
      request?: AnswerRequest | FormRequest;
    };
    const session = asked.request?.session ?? asked.session;
    if (!["reading", "case_pixels", "leave_reading"].includes(command) && session !== SESSION) {
      refuse("workbench.otherReading");
    }
    switch (command) {
      case "reading":
        return {
          session: SESSION,
          reader: "R1",
          language: "en",
          kind,
          done: counted[0]?.done ?? 0,
          total,
          minutesLeft: 10,
          resumed: false,
          instructions: "Read each case as in your daily work.",
          window: kind === "image" ? { low: 0, high: 255 } : null,
          ...view,
        } satisfies ReadingView;
      case "next_step":
        return current();
      case "pass_step": {
        const open = current();
        const name = open.step === "case" && open.show === "example" ? "example" : open.step;
        if (asked.step !== name) refuse("workbench.notThisStep");
        core.passed.push(name);
        return step();
      }
      case "save_form": {
        const request = asked.request as FormRequest;
        mayFail();
        const open = current();
        if (core.forms.some(({ form }) => form === request.form)) refuse("study.already_answered");
        if (open.step !== "form" || open.form !== request.form) refuse("workbench.notThisStep");
        core.forms.push(request);
        return step();
      }
      case "save_answer": {
        const request = asked.request as AnswerRequest;
        mayFail();
        const open = current();
        if (core.saved.some(({ slot }) => slot === request.slot)) refuse("study.already_answered");
        if (open.step !== "case" || open.slot !== request.slot) refuse("workbench.notThisCase");
        core.saved.push(request);
        return step();
      }
      case "upcoming_slots": {
        const next = steps.slice(at + 1).find((one) => one.step === "case");
        return next?.step === "case" ? next.stimuli.map(({ slot }) => slot) : [];
      }
      case "case_pixels":
        core.fetched.push(asked.slot ?? "");
        return block(asked.slot ?? "");
      case "leave_reading":
        return null;
      default:
        throw new Error(`the reader's window may not call ${command}`);
    }
  });
  return core;
}

/** What was given to the items of a saved case or form, by item. */
export function givenIn(request: AnswerRequest | FormRequest | undefined) {
  return Object.fromEntries((request?.given ?? []).map(({ item, given }) => [item, given]));
}

/** A picture of 100 × 80 values, as a TPX1 block. */
export function picture(): ArrayBuffer {
  const [columns, rows] = [100, 80];
  const view = new DataView(new ArrayBuffer(32 + columns * rows));
  [0x31585054, rows, columns, 1, 1, 0].forEach((word, index) => {
    view.setUint32(4 * index, word, true);
  });
  view.setFloat32(28, 255, true);
  return view.buffer;
}

/** Two channels of two seconds, or such as are asked for, as a TSG1 block. */
export function trace(
  channels = [
    { name: "I", unit: "mV" },
    { name: "II", unit: "mV" },
  ],
): ArrayBuffer {
  const text = new TextEncoder().encode(
    JSON.stringify({ channels, rateHz: 100, low: -1, high: 1 }),
  );
  const first = 16 + 4 * Math.ceil(text.length / 4);
  const length = 200;
  const buffer = new ArrayBuffer(first + 4 * channels.length * length);
  const view = new DataView(buffer);
  [0x31475354, channels.length, length, text.length].forEach((word, index) => {
    view.setUint32(4 * index, word, true);
  });
  new Uint8Array(buffer, 16, text.length).set(text);
  return buffer;
}
