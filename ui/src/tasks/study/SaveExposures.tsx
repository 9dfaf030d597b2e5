import { useState } from "react";
import { commands } from "../../core/bindings";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { count } from "../../shared/numbers";
import { useSay } from "../../shared/Toasts";
import { useForm } from "../../shared/useForm";
import { LinkingWord } from "./LinkingWord";

type Props = { opened: boolean; onClose: () => void };

/** Writes what readers saw here, for other projects. */
export function SaveExposures({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} title={words("study.exposure.save.title")} onClose={onClose}>
      {opened && <Saving onClose={onClose} />}
    </Dialog>
  );
}

function Saving({ onClose }: { onClose: () => void }) {
  const [word, setWord] = useState("");
  const form = useForm();
  const say = useSay();
  const send = () =>
    void form.send(
      () => commands.saveExposures(word),
      (saved) => {
        // Nowhere was chosen.
        if (saved === null) return;
        const { name, nEntries } = saved;
        say.done(words("study.exposure.save.done", { name, count: nEntries, n: count(nEntries) }));
        onClose();
      },
    );
  return (
    <DialogForm
      action={words("study.exposure.save.action")}
      testId="confirm-save-exposures"
      ready
      busy={form.busy}
      failure={form.failure}
      onSend={send}
      onClose={onClose}
    >
      <p>{words("study.exposure.save.text")}</p>
      <LinkingWord
        description={words("study.exposure.save.wordHint")}
        value={word}
        autoFocus
        onChange={setWord}
      />
    </DialogForm>
  );
}
