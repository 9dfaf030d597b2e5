import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import type { MaskPreview, MaskRect } from "../../core/bindings";
import { reach, sent, show } from "../../testing/render";
import { aSet } from "../../testing/samples";
import { anAudit, aStudy, plan, planOffer } from "../../testing/studies";

const draft = aStudy({ state: "draft", designHash: "", planHash: null, audit: null });
const preview: MaskPreview = {
  columns: 120,
  rows: 60,
  nReal: 6,
  nSynthetic: 6,
  rects: [],
  most: 32,
};
const label: MaskRect = { left: 100, top: 2, width: 12, height: 6 };

function core(own: Partial<MaskPreview> = {}) {
  return {
    sets: [aSet({ id: 1 }), aSet({ id: 2, name: "A", arm: "synthetic" })],
    plan,
    plan_offer: planOffer,
    studies: [draft],
    audit_study: anAudit({}),
    mask_preview: { ...preview, ...own },
    mask_picture: new ArrayBuffer(8),
    mask_study: ({ rects }: { rects: MaskRect[] }) =>
      anAudit({ mends: [`Cover ${rects.length} parts`], masked: rects.length }),
  };
}

test("a part is added, moved, resized and covered by keyboard alone", async () => {
  const { user, calls } = show("#/study/1", core());
  await reach(user, "mask");
  await user.keyboard("{Enter}");
  await reach(user, "mask-add");
  expect(screen.getByTestId("mask-send")).toHaveProperty("disabled", true);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("mask-part-1")));
  // It begins at 50, 25 with 20 × 10 pixels.
  await user.keyboard("{ArrowRight}{Shift>}{ArrowUp}{/Shift}{Alt>}{ArrowDown}{/Alt}");
  expect(screen.getByTestId("mask-part-1").getAttribute("aria-label")).toContain(
    "51 from the left, 15 from the top, 20 × 11",
  );
  await user.keyboard("{Control>}z{/Control}");
  expect(screen.getByTestId("mask-part-1").getAttribute("aria-label")).toContain("20 × 10");
  await reach(user, "mask-send");
  await user.keyboard("{Enter}");
  const mended = await screen.findByTestId("mended");
  expect(mended.textContent).toContain("Cover 1 parts");
  expect(screen.getByTestId("unmend").textContent).toContain("covered parts too");
  expect(sent(calls, "mask_study")).toEqual({
    id: 1,
    rects: [{ left: 51, top: 15, width: 20, height: 10 }],
  });
  await waitFor(() => expect(screen.queryByTestId("mask-send")).toBeNull());
});

test("a part is drawn on either picture and appears on both", async () => {
  const { user } = show("#/study/1", core());
  await user.click(await screen.findByTestId("mask"));
  const picture = await screen.findByTestId("mask-picture-synthetic");
  picture.getBoundingClientRect = () => new DOMRect(0, 0, 240, 120);
  picture.setPointerCapture = () => undefined;
  const at = (clientX: number, clientY: number) => ({ clientX, clientY, button: 0, pointerId: 1 });
  fireEvent.pointerDown(picture, at(20, 10));
  fireEvent.pointerMove(picture, at(60, 30));
  fireEvent.pointerUp(picture, at(60, 30));
  const part = await screen.findByTestId("mask-part-1");
  expect(part.getAttribute("aria-label")).toContain(
    "10 from the left, 5 from the top, 20 × 10 pixels",
  );
  expect(document.querySelectorAll("[data-part='0']")).toHaveLength(2);
  await user.click(screen.getByTestId("mask-undo"));
  expect(screen.queryByTestId("mask-part-1")).toBeNull();
});

test("a number is typed, a part removed, and all are uncovered", async () => {
  const { user, calls } = show("#/study/1", core({ rects: [label] }));
  await user.click(await screen.findByTestId("mask"));
  const width = await screen.findByTestId("mask-width-1");
  await user.clear(width);
  await user.type(width, "999{Enter}");
  expect(width).toHaveProperty("value", "20");
  (await screen.findByTestId("mask-part-1")).focus();
  await user.keyboard("{Delete}");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("mask-add")));
  expect(screen.getByTestId("mask-send").textContent).toContain("Uncover all");
  await user.click(screen.getByTestId("mask-send"));
  await waitFor(() => expect(sent(calls, "mask_study")).toEqual({ id: 1, rects: [] }));
});

test("nothing that was drawn is lost by Escape, and all is never covered", async () => {
  const { user } = show("#/study/1", core({ rects: [{ ...label, left: 0, width: 12 }] }));
  await user.click(await screen.findByTestId("mask"));
  for (const [field, value] of Object.entries({ top: 0, width: 120, height: 60 })) {
    const input = await screen.findByTestId(`mask-${field}-1`);
    await user.clear(input);
    await user.type(input, `${value}{Enter}`);
  }
  expect(screen.getByRole("alert").textContent).toContain("Nothing of the images");
  expect(screen.getByTestId("mask-send")).toHaveProperty("disabled", true);
  await user.keyboard("{Escape}");
  expect(screen.getByTestId("mask-send")).toBeTruthy();
});

test("where sizes differ it says what comes first", async () => {
  const mask_preview = () => {
    const params = { columns: "500", rows: "500" };
    throw { code: "workbench.maskSizes", params, message: "", hint: "" };
  };
  const { user } = show("#/study/1", { ...core(), mask_preview });
  await user.click(await screen.findByTestId("mask"));
  expect(await screen.findByText(/Sizes come first/)).toBeTruthy();
  expect(screen.queryByTestId("mask-send")).toBeNull();
});
