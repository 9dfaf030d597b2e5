import { TextInput } from "@mantine/core";
import { useState } from "react";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { PassphraseField } from "../../shared/PassphraseField";

/** What the system needs to be told before it asks for a place. */
type Asked = "name" | "passphrase";

type Props = {
  /** What is asked for; nothing: the dialog is closed. */
  asked: Asked | null;
  busy: boolean;
  failure: unknown;
  onClose: () => void;
  onSend: { [asked in Asked]: (answer: string) => void };
};

/** Asks for a new project's name or a pack's passphrase; the system then asks for its folder or file. */
export function AskFirst({ asked, onClose, ...rest }: Props) {
  const title = asked && words(asked === "name" ? "start.new" : "start.pack.title");
  return (
    <Dialog opened={asked !== null} title={title ?? undefined} onClose={onClose}>
      {asked && <Asking key={asked} asked={asked} onClose={onClose} {...rest} />}
    </Dialog>
  );
}

function Asking({ asked, busy, failure, onClose, onSend }: Props & { asked: Asked }) {
  const [answer, setAnswer] = useState("");
  const isName = asked === "name";
  // A passphrase may begin with a blank; a name does not.
  const given = isName ? answer.trim() : answer;
  return (
    <DialogForm
      action={words(isName ? "start.choosePlace" : "start.pack.choose")}
      testId={isName ? "create-project" : "choose-pack"}
      ready={given !== ""}
      busy={busy}
      failure={failure}
      onSend={() => onSend[asked](given)}
      onClose={onClose}
    >
      {isName ? (
        <TextInput
          label={words("start.name")}
          description={words("start.nameHint")}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
          maxLength={120}
          data-autofocus
          data-testid="project-name"
        />
      ) : (
        <PassphraseField
          label={words("start.pack.passphrase")}
          description={words("start.pack.hint")}
          value={answer}
          autoFocus
          onChange={setAnswer}
          testId="pack-passphrase"
        />
      )}
    </DialogForm>
  );
}
