import { mockIPC } from "@tauri-apps/api/mocks";
import type { AnswerRequest, BlindCase, CardField, QuestionView } from "../../core/bindings";

export const SCALE: QuestionView = {
  id: "authenticity",
  text: "Is this case real or synthetic?",
  anchors: [
    "Certainly real",
    "Probably real",
    "Perhaps real",
    "Perhaps synthetic",
    "Probably synthetic",
    "Certainly synthetic",
  ],
  mostLetters: 0,
  required: true,
};

export const COMMENT: QuestionView = {
  id: "comment",
  text: "Why do you think so?",
  anchors: [],
  mostLetters: 2000,
  required: false,
};

/** What the core calls the one reading it knows. */
const SESSION = "a-reading";

/** A core that knows one session, and can be told to fail. */
export interface Core {
  readonly saved: AnswerRequest[];
  readonly called: string[];
  /** Fails the next save with this message. */
  failNextSave: string | null;
  /** Loses the reply to the next save: the answer is stored, and nobody is told. */
  loseNextReply: boolean;
}

interface Session {
  readonly kind: "image" | "card";
  readonly total: number;
  readonly done?: number;
  readonly fields?: CardField[];
  readonly pixels?: (slot: string) => ArrayBuffer;
}

/** Stands in for the core behind the reader's commands. */
export function mockCore({ kind, total, done = 0, fields = [], pixels = block }: Session): Core {
  const core: Core = { saved: [], called: [], failNextSave: null, loseNextReply: false };
  const at = () => done + core.saved.length;
  const slot = (index: number) => `slot-${index}`;
  const current = () => (at() < total ? { slot: slot(at()), done: at(), total, fields } : null);

  mockIPC((command, args) => {
    core.called.push(command);
    const asked = args as { session?: string; request?: AnswerRequest };
    const session = asked.request?.session ?? asked.session;
    if (["next_case", "save_answer", "upcoming_slots"].includes(command) && session !== SESSION) {
      throw { code: "workbench.otherReading", params: {}, message: "It has ended.", hint: "" };
    }
    switch (command) {
      case "reading":
        return {
          session: SESSION,
          reader: "R1",
          done: at(),
          total,
          kind,
          questions: [SCALE, COMMENT],
          minutesLeft: Math.ceil(((total - at()) * 15) / 60),
          resumed: 0 < at(),
          window: kind === "image" ? { low: 0, high: 255 } : null,
        };
      case "next_case":
        return current();
      case "save_answer":
        return save(core, (args as { request: AnswerRequest }).request, current);
      case "upcoming_slots":
        return at() + 1 < total ? [slot(at() + 1)] : [];
      case "case_pixels":
        return pixels((args as { slot: string }).slot);
      case "leave_reading":
        return null;
      default:
        throw new Error(`the reader's window may not call ${command}`);
    }
  });
  return core;
}

function save(core: Core, request: AnswerRequest, current: () => BlindCase | null) {
  const message = core.failNextSave;
  if (message !== null) {
    core.failNextSave = null;
    throw { code: "store.full", params: {}, message, hint: "Free some space." };
  }
  if (core.saved.some(({ slot }) => slot === request.slot)) {
    throw { code: "study.already_answered", params: {}, message: "It is.", hint: "" };
  }
  if (request.slot !== current()?.slot) {
    throw { code: "workbench.notThisCase", params: {}, message: "Not this case.", hint: "" };
  }
  core.saved.push(request);
  if (core.loseNextReply) {
    core.loseNextReply = false;
    throw { code: "workbench.broke", params: {}, message: "Something broke.", hint: "" };
  }
  return current();
}

/** A picture of two values, as a TPX1 block. */
function block(): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(34));
  [0x31585054, 1, 2, 1, 1, 0].forEach((word, index) => {
    view.setUint32(4 * index, word, true);
  });
  view.setFloat32(28, 255, true);
  view.setUint8(33, 255);
  return view.buffer;
}
