import { Button, Group, Radio } from "@mantine/core";
import { useState } from "react";
import { commands, type MergeView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { useForm } from "../../shared/useForm";
import { useReadOnly } from "../../shared/useReadOnly";
import type { Conflict } from "./life";
import own from "./MergeResult.module.css";

type Props = { study: number; conflicts: Conflict[]; onMerged: (merged: MergeView) => void };

/** Where a reader's sessions say different things: which of them counts. */
export function ChooseSession({ study, conflicts, onMerged }: Props) {
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const form = useForm();
  const readOnly = useReadOnly();
  const choices = Object.entries(chosen).map(([reader, file]) => ({ reader, file }));
  const merge = () =>
    void form.send(
      () => commands.chooseSessions(study, choices),
      (merged) => {
        setChosen({});
        onMerged(merged);
      },
    );
  return (
    <div className={own.choose} data-testid="choose-session">
      {conflicts.map(({ reader, files }) => (
        <Radio.Group
          key={reader}
          label={words("study.merge.choose", { reader })}
          description={words("study.merge.chooseHint")}
          value={chosen[reader] ?? null}
          onChange={(file) => setChosen((before) => ({ ...before, [reader]: file }))}
        >
          <Group gap="md" mt={6}>
            {files.map((file) => (
              <Radio key={file} value={file} label={file} data-testid={`choose-${file}`} />
            ))}
          </Group>
        </Radio.Group>
      ))}
      <FailureNote failure={form.failure} />
      <Button
        variant="default"
        disabled={choices.length === 0 || readOnly}
        loading={form.busy}
        onClick={merge}
        data-testid="merge-chosen"
      >
        {words("study.merge.chooseAction")}
      </Button>
    </div>
  );
}
