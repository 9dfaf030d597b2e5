import { Button, Group, Modal, Select, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { commands, type RevealedCase, type StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { NumberEntry } from "../../shared/NumberEntry";
import { useForm } from "../../shared/useForm";
import styles from "./Study.module.css";

type Props = { study: StudyView; opened: boolean; onClose: () => void };

/** Tells what one case is, in an emergency, with a reason that stays on record. */
export function RevealDialog({ study, opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words("study.reveal.title")}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {opened && <Revealing study={study} onClose={onClose} />}
    </Modal>
  );
}

function Revealing({ study, onClose }: Omit<Props, "opened">) {
  const codes = study.readers.map(({ code }) => code);
  const [reader, setReader] = useState<string | null>(
    codes.length === 1 ? (codes[0] ?? null) : null,
  );
  const [number, setNumber] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const [told, setTold] = useState<RevealedCase[] | null>(null);
  const form = useForm();
  const total = study.readers.find(({ code }) => code === reader)?.total;
  const ready = reader !== null && number !== null && reason.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !form.busy)
      void form.send(() => commands.revealCase(study.id, reader, number, reason.trim()), setTold);
  };

  if (told !== null) {
    return (
      <div className={styles.dialog}>
        <div role="status" data-testid="revealed">
          {told.map((one) => (
            <p key={one.case}>
              <strong>{sideText(one)}</strong>{" "}
              <span className={styles.mute}>{words("study.reveal.id", { id: one.case })}</span>
            </p>
          ))}
        </div>
        <p className={styles.mute}>{words("study.reveal.kept")}</p>
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            {words("action.close")}
          </Button>
        </Group>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className={styles.dialog}>
      <p>{words("study.reveal.text")}</p>
      <Group align="flex-end" gap="sm" grow>
        <Select
          label={words("study.reader")}
          data={codes}
          value={reader}
          onChange={setReader}
          data-autofocus
          data-testid="reveal-reader"
        />
        <NumberEntry
          label={words("study.reveal.number")}
          value={number}
          min={1}
          {...(total ? { max: total } : {})}
          allowDecimal={false}
          onChange={setNumber}
          data-testid="reveal-number"
        />
      </Group>
      <p className={styles.mute}>{words("study.reveal.numberHint")}</p>
      <Textarea
        label={words("study.ask.reason")}
        description={words("study.ask.reasonHint")}
        value={reason}
        autosize
        minRows={2}
        maxLength={2000}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-testid="reason"
      />
      <FailureNote failure={form.failure} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {words("action.cancel")}
        </Button>
        <Button
          type="submit"
          color="red"
          disabled={!ready}
          loading={form.busy}
          data-testid="confirm"
        >
          {words("study.reveal.action")}
        </Button>
      </Group>
    </form>
  );
}

function sideText({ arm, generator }: RevealedCase): string {
  const side = words(arm === "real" ? "study.reveal.real" : "study.reveal.synthetic");
  return generator ? `${side} (${generator})` : side;
}
