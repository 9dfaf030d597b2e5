// What the tests of the reading page do at the keys.

import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect } from "vitest";
import type { BlindCase, ItemView } from "../../core/bindings";
import { ReadPage } from "./ReadPage";
import { cases, givenIn, mockCore } from "./testing";

/** Opens the reading page and begins; returns the keyboard. */
export async function begin() {
  const user = userEvent.setup();
  render(<ReadPage />);
  await screen.findByRole("heading", { name: "Reading" });
  await user.keyboard("{Enter}");
  return user;
}

/** The case with this number is on screen and can be answered. */
export async function onCase(number: number, total: number) {
  return onPage(`Case ${number} of ${total}`);
}

/** The page of this name is there, and the case on it. */
export async function onPage(name: string) {
  const page = await screen.findByRole("main", { name });
  await waitFor(() => expect(page.querySelector("canvas, dl")).toBeTruthy());
  return page;
}

/** A point of a scale, from 1. */
export const point = (number: number) => ({ kind: "point", point: number });
/** The last page is there. */
export const done = () => screen.findByRole("heading", { name: "All is read. Thank you." });

/** One case with these items; the keys are pressed, and what was saved is returned. */
export async function answered(
  items: ItemView[],
  keys: string,
  own: Partial<BlindCase> & {
    kind?: "image" | "signal" | "card";
    pixels?: () => ArrayBuffer;
  } = {},
) {
  const { kind = "image", pixels, ...rest } = own;
  const steps = cases(1, { items, ...rest });
  const core = mockCore({ kind, steps, ...(pixels && { pixels }) });
  const user = await begin();
  await onCase(1, 1);
  // What is painted first is heard one frame later.
  await new Promise((resolve) => requestAnimationFrame(() => resolve(null)));
  await user.keyboard(keys);
  await done();
  return givenIn(core.saved[0]);
}
