import { ActionIcon, Button, Menu, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { SetView } from "../../core/bindings";
import { hashOf } from "../../core/place";
import { words } from "../../core/words";
import { ArmMark } from "../../shared/ArmMark";
import { BackIcon, MoreIcon } from "../../shared/icons";
import { count } from "../../shared/numbers";
import { PageHeader } from "../../shared/PageHeader";
import { useReadOnly } from "../../shared/useReadOnly";
import { GeneratePanel } from "./GeneratePanel";
import { NoteList } from "./NoteList";
import { RenameDialog } from "./RenameDialog";
import { SampleBrowser } from "./SampleBrowser";
import { SampleRows } from "./SampleRows";
import styles from "./SetPage.module.css";
import { TableRows } from "./TableRows";
import { useSetActs } from "./useSetActs";

type Props = { set: SetView };

/** One set: its samples, the notes on its files, and what can be done with it. */
export function SetPage({ set }: Props) {
  const [part, setPart] = useState<"samples" | "notes">("samples");
  const [asking, ask] = useState<"rename" | "generate" | null>(null);
  const acts = useSetActs();
  const readOnly = useReadOnly();
  const hasNotes = set.nNotes > 0;

  return (
    <div className={styles.page}>
      <PageHeader
        above={
          <a className={styles.back} href={hashOf("samples")}>
            <BackIcon size={14} />
            {words("page.samples")}
          </a>
        }
        title={
          <>
            <ArmMark arm={set.arm} size={12} />
            {set.name}
          </>
        }
        sub={aboutSet(set).join(" · ")}
      >
        {hasNotes && (
          <SegmentedControl
            aria-label={words("samples.part")}
            value={part}
            onChange={(value) => setPart(value === "notes" ? "notes" : "samples")}
            data={[
              { value: "samples", label: words("samples.samples") },
              { value: "notes", label: words("samples.notesN", { n: count(set.nNotes) }) },
            ]}
          />
        )}
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon size={32} aria-label={words("samples.moreNamed", { name: set.name })}>
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item disabled={readOnly} onClick={() => ask("rename")}>
              {words("samples.rename")}
            </Menu.Item>
            <Menu.Item color="red" disabled={readOnly} onClick={() => acts.remove(set)}>
              {words("samples.remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {set.arm === "real" && (
          <Button onClick={() => ask("generate")} data-testid="generate" disabled={readOnly}>
            {words("samples.generate")}
          </Button>
        )}
      </PageHeader>
      <div className={styles.body}>
        {part === "notes" ? <NoteList set={set} /> : <Samples set={set} />}
      </div>
      {asking === "rename" && <RenameDialog set={set} onClose={() => ask(null)} />}
      {asking === "generate" && <GeneratePanel set={set} onClose={() => ask(null)} />}
    </div>
  );
}

function Samples({ set }: Props) {
  switch (set.modality) {
    case "image":
    case "signal":
      return <SampleBrowser set={set} />;
    case "table":
      return <TableRows set={set} />;
    case "vectors":
      return <SampleRows set={set} />;
  }
}

/** What a set is, in a few words each. */
function aboutSet(set: SetView): string[] {
  return [
    set.generator ?? "",
    words("count.samples", { count: set.nSamples, n: count(set.nSamples) }),
    set.shape,
    set.nSubjects === null
      ? set.arm === "real"
        ? words("samples.patientsUnknown")
        : ""
      : words("count.patients", { count: set.nSubjects, n: count(set.nSubjects) }),
    set.nStrata > 0 ? words("count.strata", { count: set.nStrata }) : "",
    set.nDiagnoses > 0 ? words("count.diagnoses", { count: set.nDiagnoses }) : "",
    set.nLeftOut > 0 ? words("count.leftOut", { count: set.nLeftOut, n: count(set.nLeftOut) }) : "",
    set.complete ? "" : words("samples.incomplete"),
    words("samples.manifest", { hash: set.manifest }),
  ].filter((part) => part !== "");
}
