import { screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { StudyRequest } from "../../core/bindings";
import { reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";
import { anAudit, aPilot, aProtocol, aStudy, plan, planOffer, power } from "../../testing/studies";

const sets = [aSet({ id: 1 }), aSet({ id: 2, name: "A", arm: "synthetic", nSamples: 16 })];
const quick = aProtocol({
  id: "quick",
  title: "Real or synthetic, quickly",
  nReal: 40,
  nSynthetic: 40,
  nTraining: 0,
  nExamples: 0,
  repeatPercent: 15,
});
const other = aProtocol({ id: "ecg-short", title: "ECG, in short", modality: "signal" });
const protocols = [quick, aProtocol({}), other];

/** What the core answers while a study is set up, and once it is a draft. */
function core() {
  let drafted: StudyRequest | null = null;
  return {
    sets,
    protocols,
    power,
    pilots: [],
    plan,
    plan_offer: planOffer,
    audit_study: anAudit({}),
    studies: () => (drafted ? [aStudy({ state: "draft", name: drafted.name })] : []),
    draft_study: ({ request }: { request: StudyRequest }) => {
      drafted = request;
      return aStudy({ state: "draft", name: request.name });
    },
  };
}

test("a study is set up from the short protocol by keyboard alone", async () => {
  const { user, calls } = show("#/study", core());
  await reach(user, "new-study");
  await user.keyboard("{Enter}");
  await reach(user, "add-reader");
  await user.keyboard("{Enter}");
  await reach(user, "create-study");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/study/1"));
  expect(sent(calls, "draft_study")).toEqual({
    request: {
      name: "Study 1",
      real: 1,
      synthetic: [2],
      // As the protocol has it, but for those that go before: 6 for practice and 2 examples.
      nReal: 20,
      nSynthetic: 12,
      readers: ["R1", "R2", "R3"],
      seed: null,
      protocol: "images-short",
      language: "en",
      choosing: { how: "random" },
      catches: [],
      groups: 1,
      rounds: 1,
      washoutDays: 28,
      varyPercent: 0,
      repeatPercent: null,
    },
  });
  expect(await screen.findByTestId("audit-verdict")).toBeTruthy();
});

test("only protocols for what the real set holds are offered, and one is chosen by arrow keys", async () => {
  const { user } = show("#/study/new", core());
  const short = await reach(user, "protocol-images-short");
  expect(short).toHaveProperty("checked", true);
  expect(screen.queryByTestId("protocol-ecg-short")).toBeNull();
  await user.keyboard("{ArrowUp}");
  expect(screen.getByTestId("protocol-quick")).toHaveProperty("checked", true);
  expect(screen.getByTestId("n-real")).toHaveProperty("value", "40");
  expect(screen.getByTestId("n-synthetic")).toHaveProperty("value", "16");
});

test("numbers that were typed stay when another protocol is chosen", async () => {
  const { user } = show("#/study/new", core());
  const cases = await screen.findByTestId("n-real");
  await user.clear(cases);
  await user.type(cases, "6");
  await user.click(screen.getByTestId("protocol-quick"));
  expect(cases).toHaveProperty("value", "6");
});

test("what the size can find is said, and asked again when it changes", async () => {
  const { user, calls } = show("#/study/new", core());
  const sentence = await screen.findByTestId("power");
  expect(sentence.textContent).toContain("42\u00a0%");
  expect(sent(calls, "power")).toEqual({
    request: {
      readers: 2,
      cases: 32,
      margin: 0.1,
      accuracy: 0.5,
      withinReader: 0.005,
      withinCase: 0.05,
      pilot: null,
    },
  });
  await user.click(screen.getByTestId("as-many-readers"));
  await waitFor(() =>
    expect(sent(calls, "power")).toMatchObject({ request: { readers: 10, cases: 32 } }),
  );
});

test("a study of before can say how readers vary", async () => {
  const { user, calls } = show("#/study/new", { ...core(), pilots: [aPilot] });
  await reach(user, "assumptions");
  await user.keyboard("{Enter}");
  // Of calls the pilot says nothing: there is no choice of it for equivalence.
  await user.click(await screen.findByTestId("pilot"));
  const refused = await screen.findByRole("option", { name: /does not say/ });
  expect(refused.getAttribute("data-combobox-disabled")).toBe("true");
  await user.keyboard("{Escape}");
  await user.click(screen.getByText("Better than chance"));
  await user.click(screen.getByTestId("pilot"));
  await user.click(await screen.findByRole("option", { name: `As in “${aPilot.name}”` }));
  await waitFor(() =>
    expect(sent(calls, "power")).toMatchObject({ request: { margin: null, pilot: aPilot.area } }),
  );
  expect(screen.queryByText("Correlation within a reader")).toBeNull();
  expect(screen.getByText(/5 readers judged 60 cases there/)).toBeTruthy();
});

test("why no draft can be made comes into view, wherever the page stands", async () => {
  const seen = vi.spyOn(HTMLElement.prototype, "scrollIntoView");
  const failure = { code: "x.y", params: {}, message: "Of 1 repeat, none has a place.", hint: "" };
  const draft_study = () => {
    throw failure;
  };
  const { user } = show("#/study/new", { ...core(), draft_study });
  await user.click(await screen.findByTestId("create-study"));
  const note = await screen.findByRole("alert");
  expect(note.textContent).toContain(failure.message);
  expect(seen.mock.contexts).toContain(note);
});

test("cases can be named one by one, and a short washout is warned of", async () => {
  const { user, calls } = show("#/study/new", core());
  await reach(user, "more");
  await user.keyboard("{Enter}");
  await user.click(screen.getByTestId("how"));
  await user.click(await screen.findByText("One by one"));
  await user.type(screen.getByLabelText("Cases brain slices"), "1-3, 9");
  await user.type(screen.getByLabelText("Cases A"), "99");
  expect(screen.getByTestId("lack").textContent).toContain("cannot be read");
  expect(screen.getByTestId("create-study")).toHaveProperty("disabled", true);
  await user.clear(screen.getByLabelText("Cases A"));
  await user.type(screen.getByLabelText("Cases A"), "2");
  await user.type(screen.getByLabelText("Obvious cases A"), "16");
  await user.clear(screen.getByLabelText("Rounds"));
  await user.type(screen.getByLabelText("Rounds"), "2");
  const days = screen.getByLabelText("Days between rounds");
  await user.clear(days);
  await user.type(days, "7");
  expect(await screen.findByText(/Cases are remembered/)).toBeTruthy();
  await user.click(screen.getByTestId("create-study"));
  await waitFor(() =>
    expect(sent(calls, "draft_study")).toMatchObject({
      request: {
        nReal: 4,
        nSynthetic: 1,
        choosing: {
          how: "byHand",
          cases: [
            { set: 1, ordinal: 0 },
            { set: 1, ordinal: 1 },
            { set: 1, ordinal: 2 },
            { set: 1, ordinal: 8 },
            { set: 2, ordinal: 1 },
          ],
        },
        catches: [{ set: 2, ordinal: 15 }],
        rounds: 2,
        washoutDays: 7,
      },
    }),
  );
});

test("the card shows what readers will see and what is left off", async () => {
  const tables = sets.map((one) => ({ ...one, modality: "table" as const }));
  const preview_study = {
    columns: ["age", "sex"],
    leftOff: [{ column: "source", why: "the two sides use other words in it" }],
  };
  const records = aProtocol({ id: "records-short", modality: "table" });
  show("#/study/new", { ...core(), sets: tables, protocols: [records], preview_study });
  expect(await screen.findByText(/age, sex/)).toBeTruthy();
  expect(await screen.findByText(/the two sides use other words/)).toBeTruthy();
});

test("an imported protocol is chosen at once", async () => {
  const ours = aProtocol({ id: "ours", title: "Ours", shipped: false, languages: ["de"] });
  let known = protocols;
  const { user } = show("#/study/new", {
    ...core(),
    protocols: () => known,
    choose_protocol: () => {
      known = [...protocols, ours];
      return ours;
    },
  });
  await reach(user, "import-protocol");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("protocol-ours")).toHaveProperty("checked", true);
  expect(screen.getByTestId("language")).toHaveProperty("value", "German");
});
