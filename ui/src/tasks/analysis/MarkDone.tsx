import { Textarea } from "@mantine/core";
import { useState } from "react";
import { commands, type StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { useForm } from "../../shared/useForm";

type Props = { study: StudyView; opened: boolean; onClose: () => void };

/** Says that the planned analysis is done, with a reason if there is one: it stays on record. */
export function MarkDone({ study, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title={words("analysis.done.title")}>
      <Marking study={study} onClose={onClose} />
    </Dialog>
  );
}

function Marking({ study, onClose }: Omit<Props, "opened">) {
  const [reason, setReason] = useState("");
  const form = useForm();
  return (
    <DialogForm
      action={words("analysis.done.action")}
      testId="confirm"
      ready
      busy={form.busy}
      failure={form.failure}
      onSend={() =>
        void form.send(() => commands.advanceStudy(study.id, "analysed", reason.trim()), onClose)
      }
      onClose={onClose}
    >
      <p>{words("analysis.done.text")}</p>
      <Textarea
        label={words("study.ask.reasonOptional")}
        description={words("study.ask.reasonHint")}
        value={reason}
        autosize
        minRows={2}
        maxLength={2000}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
        data-testid="reason"
      />
    </DialogForm>
  );
}
