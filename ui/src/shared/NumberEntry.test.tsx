import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { NumberEntry } from "./NumberEntry";

type Props = { first: number | null; take: (next: number | null) => number | null };

/** A form that makes of each number what it likes, and is drawn anew whenever one is typed. */
function Form({ first, take }: Props) {
  const [{ value }, setOwn] = useState({ value: first });
  const setValue = (next: number | null) => setOwn({ value: next });
  return (
    <MantineProvider env="test">
      <NumberEntry
        label="share"
        value={value}
        min={0}
        max={1}
        onChange={(next) => setValue(take(next))}
      />
      <button type="button" onClick={() => setValue(0.5)}>
        usual
      </button>
    </MantineProvider>
  );
}

function show(take: Props["take"] = (next) => next) {
  const seen: (number | null)[] = [];
  const saw = (next: number | null) => {
    seen.push(next);
    return take(next);
  };
  render(<Form first={0.1} take={saw} />);
  return { user: userEvent.setup(), field: screen.getByLabelText("share"), seen };
}

test.each([
  ["takes all", (next: number | null) => next],
  ["takes no zero", (next: number | null) => (next === 0 ? null : next)],
  ["keeps what it had when there is none", (next: number | null) => next ?? 0.1],
])("a decimal is typed sign by sign in a form that %s", async (_, take) => {
  const { user, field, seen } = show(take);
  await user.clear(field);
  expect(field).toHaveProperty("value", "");
  await user.type(field, "0.05");
  expect(field).toHaveProperty("value", "0.05");
  expect(seen.at(-1)).toBe(0.05);
});

test("what is out of range is cut when one leaves", async () => {
  const { user, field, seen } = show();
  await user.clear(field);
  expect(seen.at(-1)).toBeNull();
  await user.type(field, "58");
  await user.tab();
  expect(field).toHaveProperty("value", "1");
  expect(seen.at(-1)).toBe(1);
});

test("where a number has to be, the last one is back when one leaves an empty field", async () => {
  const { user, field } = show((next) => next ?? 0.1);
  await user.tab();
  await user.keyboard("{Control>}a{/Control}{Backspace}");
  expect(field).toHaveProperty("value", "");
  await user.tab();
  expect(field).toHaveProperty("value", "0.1");
});

test("what changes elsewhere is shown, also after typing", async () => {
  const { user, field } = show();
  await user.clear(field);
  await user.type(field, "0.0");
  await user.click(screen.getByText("usual"));
  expect(field).toHaveProperty("value", "0.5");
});
