import { act, render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { useHold } from "./holding";
import { go, usePlace } from "./place";

function Page({ holds }: { holds: boolean }) {
  useHold(holds);
  return <p>{usePlace().page}</p>;
}

test("a page that is held stays, also when a key leads elsewhere meanwhile", async () => {
  window.location.hash = "#/protection";
  const { rerender } = render(<Page holds />);
  act(() => go("samples"));
  expect(screen.getByText("protection")).toBeTruthy();
  rerender(<Page holds={false} />);
  expect(screen.getByText("protection")).toBeTruthy();
  act(() => go("samples"));
  expect(await screen.findByText("samples")).toBeTruthy();
});
