import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";

type Props = Omit<NumberInputProps, "value" | "onChange" | "onFocus" | "onBlur"> & {
  /** Nothing while the field is empty. */
  value: number | null;
  onChange: (value: number | null) => void;
};

/**
 * A field of one number, or of none.
 *
 * While it is typed it stays as it is typed: `0.` and `0.0` are on their way to a number, and a field that
 * wrote the number back would take the point away.
 */
export function NumberEntry({ value, onChange, ...field }: Props) {
  const [typed, setTyped] = useState<string | number | null>(null);
  const [isHere, setHere] = useState(false);
  const comeOrGo = (here: boolean) => {
    setHere(here);
    setTyped(null);
  };
  return (
    <NumberInput
      {...field}
      value={(isHere ? typed : null) ?? value ?? ""}
      onChange={(next) => {
        setTyped(typeof next === "bigint" ? Number(next) : next);
        onChange(numberIn(String(next)));
      }}
      onFocus={() => comeOrGo(true)}
      onBlur={() => comeOrGo(false)}
    />
  );
}

/** The number that a text stands for, as far as it is typed. */
function numberIn(text: string): number | null {
  const number = Number(text);
  return text.trim() === "" || !Number.isFinite(number) ? null : number;
}
