import { say } from "../words";
import { KeyLine, KeyList } from "./KeyLine";

interface Props {
  kind: string;
  isOne: boolean;
  ofEeg?: boolean;
}

/** The keys of a picture, a trace or a card. */
export function CaseKeys({ kind, isOne, ofEeg = false }: Props) {
  const next = !isOne && <KeyLine keys={["V"]}>{say("keys.switch")}</KeyLine>;
  if (kind === "image") {
    return (
      <KeyList heading={say("keys.picture")}>
        <KeyLine keys={["Shift", "← → ↑ ↓", say("keys.drag")]}>{say("keys.window")}</KeyLine>
        <KeyLine keys={["+", "−", say("keys.wheel")]}>{say("keys.zoom")}</KeyLine>
        <KeyLine keys={["← → ↑ ↓", say("keys.dragRight")]}>{say("keys.pan")}</KeyLine>
        <KeyLine keys={["F"]}>{say("keys.fit")}</KeyLine>
        <KeyLine keys={["A"]}>{say("keys.oneToOne")}</KeyLine>
        <KeyLine keys={["I"]}>{say("keys.invert")}</KeyLine>
        <KeyLine keys={["R"]}>{say("keys.reset")}</KeyLine>
        {next}
      </KeyList>
    );
  }
  if (kind === "signal" && ofEeg) {
    return (
      <KeyList heading={say("keys.trace")}>
        <KeyLine keys={["+", "−"]}>{say("keys.sensitivity")}</KeyLine>
        <KeyLine keys={["←", "→", "PgUp", "PgDn"]}>{say("keys.turnPage")}</KeyLine>
        <KeyLine keys={["Shift", "←", "→"]}>{say("keys.turnSecond")}</KeyLine>
        <KeyLine keys={["Home", "End"]}>{say("keys.firstLast")}</KeyLine>
        <KeyLine keys={["↑", "↓"]}>{say("keys.rows")}</KeyLine>
        <KeyLine keys={["L"]}>{say("keys.montage")}</KeyLine>
        <KeyLine keys={["F"]}>{say("keys.filter")}</KeyLine>
        <KeyLine keys={["A"]}>{say("keys.page")}</KeyLine>
        <KeyLine keys={["R"]}>{say("keys.reset")}</KeyLine>
        {next}
      </KeyList>
    );
  }
  if (kind === "signal") {
    return (
      <KeyList heading={say("keys.trace")}>
        <KeyLine keys={["+", "−"]}>{say("keys.magnify")}</KeyLine>
        <KeyLine keys={["←", "→", "PgUp", "PgDn"]}>{say("keys.scrollTrace")}</KeyLine>
        <KeyLine keys={["↑", "↓"]}>{say("keys.rows")}</KeyLine>
        <KeyLine keys={["L"]}>{say("keys.layout")}</KeyLine>
        <KeyLine keys={["R"]}>{say("keys.reset")}</KeyLine>
        {next}
      </KeyList>
    );
  }
  return (
    <KeyList heading={say("keys.card")}>
      <KeyLine keys={["↑", "↓", "PgUp", "PgDn"]}>{say("keys.scroll")}</KeyLine>
      {next}
    </KeyList>
  );
}
