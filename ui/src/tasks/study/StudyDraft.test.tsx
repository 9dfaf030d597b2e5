import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { PlanOffer, PlanView } from "../../core/bindings";
import { reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";
import { aLeak, anAudit, aStudy, plan, planOffer } from "../../testing/studies";

const sets = [aSet({ id: 1 }), aSet({ id: 2, name: "A", arm: "synthetic" })];
const draft = aStudy({ state: "draft", designHash: "", planHash: null, audit: null });

const failing = anAudit({
  verdict: "fail",
  sentence: "The mean gray level tells the sources apart.",
  leaks: [
    aLeak({ name: "mean", auc: 0.97, p: 0.001, tells: true }),
    aLeak({ name: "size", title: "Size of the file", channel: "source", auc: 0.99, tells: true }),
  ],
  suggested: ["Bring all images to the same mean gray level"],
});
const mended = anAudit({ mends: ["Bring all images to the same mean gray level"] });

/** What the core answers for a draft whose audit fails until it is mended. */
function core() {
  let state = "draft";
  return {
    sets,
    plan,
    plan_offer: planOffer,
    audit_study: failing,
    mend_study: mended,
    unmend_study: failing,
    set_plan: (given: { plan: PlanView }) => given.plan,
    studies: () => [state === "draft" ? draft : aStudy({ state })],
    lock_study: () => {
      state = "locked";
      return aStudy({ state });
    },
    delete_study: null,
  };
}

test("an audit that fails is mended, and then the draft is locked, by keyboard alone", async () => {
  const { user, calls } = show("#/study/1", core());
  expect((await screen.findByTestId("audit-verdict")).textContent).toContain("Not blind");
  expect(screen.getByTestId("lock-study")).toHaveProperty("disabled", true);
  expect(screen.getByTestId("why-not-locked").textContent).toContain("Mend both first");
  await reach(user, "mend");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByTestId("audit-verdict").textContent).toContain("Blind."));
  expect(screen.getByTestId("mended").textContent).toContain("same mean gray level");
  await reach(user, "lock-study");
  await user.keyboard("{Enter}");
  expect((await screen.findByTestId("study-state")).textContent).toContain("Locked");
  expect(sent(calls, "lock_study")).toEqual({ id: 1 });
});

test("what is planned is ticked, and each tick builds on the one before", async () => {
  const given: PlanView[] = [];
  const { user, calls } = show("#/study/1", {
    ...core(),
    set_plan: ({ plan }: { plan: PlanView }) => {
      given.push(plan);
      // The core tells in the plan's text what is ticked.
      return { ...plan, secondary: `Secondary: ${plan.rules?.secondary.join(", ")}.` };
    },
  });
  await user.click(await screen.findByTestId("plan-concordance"));
  await user.click(screen.getByTestId("plan-scales"));
  await user.click(screen.getByTestId("plan-leave-out"));
  await waitFor(() => expect(given).toHaveLength(3));
  expect(given.at(-1)?.rules).toEqual({
    secondary: ["readers", "concordance"],
    mostMissed: null,
    diagnoses: [],
  });
  // The text that comes with a tick is the core's of the tick before, and not one's own.
  expect(given.at(-1)?.secondary).toBe("Secondary: readers, concordance.");
  await waitFor(() =>
    expect(screen.getByTestId("plan-secondary")).toHaveProperty(
      "value",
      "Secondary: readers, concordance.",
    ),
  );
  expect(sent(calls, "set_plan")).toBeTruthy();
});

test("a reference diagnosis is matched with the choice that it stands for", async () => {
  const given: PlanView[] = [];
  const offer: PlanOffer = {
    ...planOffer,
    diagnoses: [
      {
        item: "dx",
        question: "Main diagnosis",
        options: [
          { code: "normal", text: "Normal" },
          { code: "block", text: "Conduction disorder" },
        ],
      },
    ],
    references: [
      { reference: "CLBBB", nReal: 4, nSynthetic: 5 },
      { reference: "normal", nReal: 6, nSynthetic: 6 },
    ],
    nWithout: 1,
  };
  const rules = {
    secondary: ["readers"],
    mostMissed: 20,
    diagnoses: [
      { item: "dx", reference: "CLBBB", code: null },
      { item: "dx", reference: "normal", code: "normal" },
    ],
  };
  const { user } = show("#/study/1", {
    ...core(),
    plan: { ...plan, rules },
    plan_offer: offer,
    set_plan: ({ plan }: { plan: PlanView }) => {
      given.push(plan);
      return plan;
    },
  });
  const choice = await screen.findByTestId("plan-match-dx-CLBBB");
  expect(choice).toHaveProperty("value", "");
  expect(screen.getByTestId("plan-match-dx-normal")).toHaveProperty("value", "normal");
  expect(screen.getByTestId("plan-rules").textContent).toContain("1 case has no reference");
  await user.selectOptions(choice, "block");
  await waitFor(() => expect(given).toHaveLength(1));
  expect(given[0]?.rules?.diagnoses).toContainEqual({
    item: "dx",
    reference: "CLBBB",
    code: "block",
  });
  expect(given[0]?.rules?.diagnoses).toHaveLength(2);
});

test("mends are taken back", async () => {
  const { user, calls } = show("#/study/1", { ...core(), audit_study: mended });
  await reach(user, "unmend");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.getByTestId("audit-verdict").textContent).toContain("Not"));
  expect(sent(calls, "unmend_study")).toEqual({ id: 1 });
});

test("what cannot be mended is named, and the draft stays a draft", async () => {
  const audit_study = { ...failing, suggested: [], left: ["Burnt-in letters"] };
  show("#/study/1", { ...core(), audit_study });
  expect((await screen.findByTestId("audit-left")).textContent).toContain("Burnt-in letters");
  expect(screen.getByTestId("why-not-locked").textContent).toContain("Burnt-in letters");
  expect(screen.queryByTestId("mend")).toBeNull();
});

test("attributes that reach no reader are folded", async () => {
  const { user } = show("#/study/1", core());
  await reach(user, "leaks-source");
  expect(screen.queryByText("Size of the file")).toBeNull();
  await user.keyboard("{Enter}");
  expect(screen.getByText("Size of the file")).toBeTruthy();
});

test("the plan is kept when one leaves a field", async () => {
  const { user, calls } = show("#/study/1", core());
  await reach(user, "plan-notes");
  await user.keyboard("As registered.");
  expect(screen.getByTestId("plan-state").textContent).toBe("not yet saved");
  await user.tab();
  await waitFor(() => expect(screen.getByTestId("plan-state").textContent).toBe("saved"));
  expect(sent(calls, "set_plan")).toEqual({ id: 1, plan: { ...plan, notes: "As registered." } });
});

test("what was typed last in the plan goes in before the lock", async () => {
  const { user, calls } = show("#/study/1", { ...core(), audit_study: mended });
  await screen.findByTestId("audit-verdict");
  await reach(user, "plan-notes");
  await user.keyboard("Late.");
  // The main button is pressed while the field has the focus still.
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByTestId("study-state");
  const asked = calls.map(({ command }) => command);
  expect(asked.indexOf("set_plan")).toBeGreaterThan(-1);
  expect(asked.indexOf("set_plan")).toBeLessThan(asked.indexOf("lock_study"));
});

test("an audit that breaks off says so, and is tried again", async () => {
  let tries = 0;
  const audit_study = () => {
    tries += 1;
    if (tries === 1) throw { code: "x.y", params: {}, message: "The disk is gone.", hint: "Look." };
    return mended;
  };
  const { user } = show("#/study/1", { ...core(), audit_study });
  expect(await screen.findByText("The disk is gone.")).toBeTruthy();
  expect(screen.getByTestId("lock-study")).toHaveProperty("disabled", true);
  await reach(user, "audit-again");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("audit-verdict")).toBeTruthy();
});

test("a draft is deleted only after it was named", async () => {
  const { user, calls } = show("#/study/1", core());
  await reach(user, "delete-study");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("confirm")).toHaveProperty("disabled", true);
  await user.type(screen.getByTestId("confirm-name"), "Study 1{Enter}");
  await waitFor(() => expect(sent(calls, "delete_study")).toEqual({ id: 1 }));
});

test("mends that do not help are not offered again without a word", async () => {
  const { user } = show("#/study/1", { ...core(), mend_study: failing });
  expect(await screen.findByTestId("audit-verdict")).toBeTruthy();
  expect(screen.queryByTestId("audit-gave-up")).toBeNull();
  await reach(user, "mend");
  await user.keyboard("{Enter}");
  expect((await screen.findByTestId("audit-gave-up")).textContent).toContain("it still tells");
});

test("another way that is proposed after mending is no giving up", async () => {
  const other = { ...failing, suggested: ["Leave columns off the card: pressure"] };
  const { user } = show("#/study/1", { ...core(), mend_study: other });
  await reach(user, "mend");
  await user.keyboard("{Enter}");
  expect(await screen.findByText("Leave columns off the card: pressure")).toBeTruthy();
  expect(screen.queryByTestId("audit-gave-up")).toBeNull();
});
