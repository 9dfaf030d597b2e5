// A reader who answers whatever the room asks, by keyboard alone, and goes by what the screen says.
import { Key } from "webdriverio";
import { until } from "./until.mjs";
import { word } from "./words.mjs";

/** So many keys answer any page: more means that the reader goes round in circles. */
const MOST_KEYS = 400;

/** What the room's own words are, for the page to be read by. */
const SAID = {
  questions: word("reading", "item.asked"),
  goOn: word("reading", "case.goOn"),
  nothingPlaced: word("reading", "item.nonePlaced"),
  noPlace: word("reading", "item.vasNone"),
  noneOf: word("reading", "item.noneOfThese"),
  cannot: word("reading", "item.cannotJudge"),
};

/** What is pointed at by which keys, by what the button says that begins it. */
const POINTING = [
  ["mark", ["m", Key.ArrowRight, Key.ArrowDown, " ", Key.Escape]],
  ["span", ["s", " ", Key.ArrowRight, Key.ArrowRight, Key.ArrowRight, " ", Key.Escape]],
  ["fields", ["m", Key.ArrowDown, " ", Key.Escape]],
  ["field_pairs", ["m", " ", Key.ArrowDown, " ", "1", Key.Escape]],
  ["duplicates", ["m", "1", " ", "2", " ", Key.Escape]],
].map(([kind, keys]) => ({ kind, button: word("reading", `item.${kind}`), keys }));

/** A reader with a memory: what was asked how often, and what comes next of each question. */
export class Reader {
  constructor(browser) {
    this.browser = browser;
    /** Question to how often it was answered. */
    this.asked = new Map();
    /** What each page that is no case was headed. */
    this.pages = [];
    /** The cases that were read, as the room numbers them. */
    this.cases = [];
    this.left = null;
  }

  /**
   * Reads on from the page that is shown, until the room says this heading or `stop` holds of what
   * is shown; hears of each page before it is answered.
   */
  async readOn({ heading, stop = () => false, hear = async () => undefined }) {
    for (;;) {
      const seen = await this.next();
      if (seen.heading === heading || stop(seen)) return seen;
      await hear(seen);
      if (seen.items.length === 0 || seen.isRead) {
        if (seen.heading) this.pages.push(seen.heading);
        await this.press(Key.Enter);
      } else {
        if (seen.kind === "case") this.cases.push(seen.label);
        else this.pages.push(seen.heading);
        await this.answer(seen);
      }
      this.left = seen.id;
    }
  }

  /** The next page that takes keys. */
  next() {
    return until("the room goes on", async () => {
      const seen = await this.look();
      return seen?.ready && seen.id !== this.left && seen;
    });
  }

  look() {
    return this.browser.execute(look, SAID);
  }

  /** Answers a page to its end, and leaves when it is saved. */
  async answer(page) {
    const passed = new Set();
    for (let keys = 0; keys < MOST_KEYS; keys += 1) {
      const seen = await this.look();
      if (seen === null || seen.id !== page.id) return;
      const at = seen.items.findIndex((item) => item.isActive);
      const item = seen.items[at];
      // The focus comes to a text a moment after the text.
      if (!seen.ready || item?.isReached === false) continue;
      if (!item) throw new Error(`nothing is asked: ${JSON.stringify(seen)}`);
      const isOpen = (one) => !one.isAnswered && !one.isOptional;
      if (!item.isAnswered && !passed.has(item.text)) {
        if (!(await this.give(item))) passed.add(item.text);
      } else if (at < seen.items.length - 1) {
        await this.press(Key.Tab);
      } else if (seen.items.some(isOpen)) {
        await this.press(Key.Enter);
      } else {
        // A text that is still open is kept first.
        await this.press(...(item.isOpen ? [Key.Escape] : []), Key.Enter);
        await until("the page is saved", async () => (await this.look())?.id !== page.id);
        return;
      }
    }
    throw new Error(`${MOST_KEYS} keys did not answer ${JSON.stringify(page.items)}`);
  }

  /** Answers one question in the next of its ways; returns whether it did. */
  async give(item) {
    if (item.isOpen) {
      this.note(item);
      await this.press(..."Seen before", Key.Enter);
      return true;
    }
    const ways = waysOf(item);
    const way = ways[this.note(item) % ways.length];
    if (way === null) return false;
    await this.press(...way);
    return true;
  }

  /** Notes that a question is answered, and returns how often it was before. */
  note({ text }) {
    const before = this.asked.get(text) ?? 0;
    this.asked.set(text, before + 1);
    return before;
  }

  /** Presses one key after the other. */
  press(...keys) {
    const hands = this.browser.action("key");
    for (const key of keys) hands.down(key).up(key);
    return hands.perform(true);
  }
}

/** Every way a question can be answered by keys; nothing is one of them where it may be left out. */
function waysOf({ kind, keys, isOptional, canPass, button }) {
  const rest = [...(canPass ? [["x"]] : []), ...(isOptional ? [null] : [])];
  switch (kind) {
    case "choice":
      return [...keys.map((key) => [key]), ...rest];
    case "several":
      return [...keys.map((key) => [key]), ["1", "2"], ...rest];
    case "line":
      return [["6", "3"], ["0"], ["1", "0", "0"], ["4", ","], [Key.End, ","], ...rest];
    case "number":
      return [["1", "2"], ...rest];
    case "written":
      return [["n"], ...rest];
    case "placed": {
      const how = POINTING.find((one) => one.button === button);
      if (!how) throw new Error(`nobody knows how to point by "${button}"`);
      return [how.keys, ...rest];
    }
    default:
      throw new Error(`nobody knows how to answer ${kind}`);
  }
}

/** Runs in the page: what is shown now, and what is asked. Nothing while it is dark. */
function look(said) {
  const dialog = document.querySelector("[role=dialog]");
  const main = dialog ?? document.querySelector("main");
  const heading = main?.querySelector("h1")?.innerText ?? null;
  const shown = main?.querySelector("canvas, dl") ?? null;
  if (!main || (heading === null && shown === null)) return null;

  // What is shown has a name for as long as it is shown.
  window.roomNames ??= { of: new WeakMap(), n: 0 };
  const names = window.roomNames;
  const nameOf = (element) => {
    if (!names.of.has(element)) {
      names.n += 1;
      names.of.set(element, names.n);
    }
    return names.of.get(element);
  };

  const enter = main.querySelector("button[aria-keyshortcuts=Enter]");
  const isCase = heading === null;
  const isRead = isCase && enter?.querySelector("span").innerText.trim() === said.goOn;
  const list = main.querySelector(`section[aria-label="${said.questions}"]`);
  const items = [...(list?.children ?? [])].map((group) => {
    const all = (kind) => [...group.querySelectorAll(kind)];
    const one = (kind) => group.querySelector(kind);
    const isNo = (input) => input.getAttribute("aria-keyshortcuts") === "X";
    const choices = all("input[type=radio]");
    const boxes = all("input[type=checkbox]").filter((box) => !isNo(box));
    const line = one("[role=slider]");
    const number = one("input[inputmode=decimal]");
    const text = one("textarea");
    const write = one("button[aria-keyshortcuts=N]");
    const point = one("button[aria-keyshortcuts=M], button[aria-keyshortcuts=S]");
    const cannot = all("input[type=checkbox]").find(isNo);
    const inputs = choices.length > 0 ? choices : boxes;
    const [kind, isGiven] =
      inputs.length > 0
        ? [choices.length > 0 ? "choice" : "several", inputs.some((input) => input.checked)]
        : line
          ? ["line", line.getAttribute("aria-valuetext") !== said.noPlace]
          : number
            ? ["number", number.value !== ""]
            : point
              ? ["placed", !group.innerText.includes(said.nothingPlaced)]
              : ["written", write?.previousElementSibling?.tagName === "P"];
    const question = group.querySelector("p");
    return {
      text: question.firstChild.textContent,
      kind,
      keys: inputs.map((input) => input.getAttribute("aria-keyshortcuts")).filter(Boolean),
      button: point?.querySelector("span")?.innerText ?? null,
      // "Something else" is no answer without its words.
      isAnswered: cannot?.checked || (text ? text.value !== "" : isGiven),
      isOpen: text !== null,
      isReached: text === null || text === document.activeElement,
      isActive: group.getAttribute("aria-current") === "true",
      isOptional: question.childElementCount > 0,
      canPass: cannot !== undefined,
      isOff:
        [...inputs, number].some((input) => input?.disabled) ||
        line?.getAttribute("aria-disabled") === "true",
    };
  });
  return {
    id: [nameOf(main), shown ? nameOf(shown) : 0, isRead].join(" "),
    kind: isCase ? "case" : list ? "form" : "page",
    heading,
    label: main.getAttribute("aria-label"),
    text: main.innerText,
    isRead,
    items,
    ready: isRead || items.every((item) => !item.isOff),
  };
}
