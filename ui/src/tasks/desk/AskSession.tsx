import { useQueryClient } from "@tanstack/react-query";
import { commands, type DeskSession } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { Dialog } from "../../shared/Dialog";
import { DialogForm } from "../../shared/DialogForm";
import { useSay } from "../../shared/Toasts";
import { useForm } from "../../shared/useForm";
import { useRoom } from "../../shared/useRoom";
import { shortCode } from "./desk";

/** What cannot be undone about a session: making it one's own, and ending it. */
export type Asked = { what: "take" | "finish"; session: DeskSession };

type Props = { asked: Asked | null; onClose: () => void };

/** Asks before a session is taken or ended. */
export function AskSession({ asked, onClose }: Props) {
  const title = asked
    ? words(`desk.${asked.what}Title`, {
        code: shortCode(asked.session.code),
        reader: asked.session.reader,
      })
    : undefined;
  return (
    <Dialog opened={asked !== null} title={title} onClose={onClose}>
      {asked && <Asking {...asked} onClose={onClose} />}
    </Dialog>
  );
}

function Asking({ what, session, onClose }: Asked & { onClose: () => void }) {
  const { study, reader } = session;
  const code = shortCode(session.code);
  const client = useQueryClient();
  const form = useForm();
  const say = useSay();
  const open = useRoom(study);
  const send = () => {
    if (what === "take") {
      onClose();
      return void open(reader);
    }
    return void form.send(
      () => commands.sealOwn(study, reader),
      (sessions) => {
        client.setQueryData(facts.desk().queryKey, sessions);
        say.done(words("desk.finished", { code, reader }));
        onClose();
      },
    );
  };
  return (
    <DialogForm
      action={words(what === "take" ? "desk.begin" : "desk.finish")}
      testId={`confirm-${what}`}
      ready
      asksOnly
      busy={form.busy}
      failure={form.failure}
      onSend={send}
      onClose={onClose}
    >
      <p>{words(`desk.${what}Text`, { code, reader })}</p>
    </DialogForm>
  );
}
