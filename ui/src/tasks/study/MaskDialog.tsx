import { Button, Group, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type AuditView, commands, type MaskPreview, type StudyView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { Progress } from "../../shared/Progress";
import { useForm } from "../../shared/useForm";
import styles from "./MaskDialog.module.css";
import { MaskList } from "./MaskList";
import { MaskPicture } from "./MaskPicture";
import {
  begun,
  changed,
  coversAll,
  dragged,
  inTheMiddle,
  keyed,
  removed,
  same,
  undone,
} from "./masking";

type Props = {
  study: StudyView;
  opened: boolean;
  onClose: () => void;
  onMasked: (audit: AuditView) => void;
};

/** Covers parts of all images of a draft, drawn over the images of both sources. */
export function MaskDialog({ study, opened, onClose, onMasked }: Props) {
  // What was drawn is not lost by one key, nor by a press beside the dialog.
  const [stays, setStays] = useState(false);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="min(1480px, 96vw)"
      xOffset="2vw"
      yOffset="2dvh"
      title={words("study.mask.title")}
      closeOnEscape={!stays}
      closeOnClickOutside={!stays}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {opened && <Loading study={study} onClose={onClose} onMasked={onMasked} onStays={setStays} />}
    </Modal>
  );
}

type LoadingProps = Omit<Props, "opened"> & { onStays: (stays: boolean) => void };

function Loading(props: LoadingProps) {
  const { data, error, isFetching } = useQuery(facts.masks(props.study.id));
  if (data && !isFetching) return <Masking {...props} preview={data} />;
  return (
    <div className={styles.form}>
      {error && !isFetching ? (
        <FailureNote failure={error} />
      ) : (
        <p className={styles.waiting} role="status">
          <Progress share={null} label={words("study.mask.laying")} />
          {words("study.mask.laying")}
        </p>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onClose} data-autofocus>
          {words("action.close")}
        </Button>
      </Group>
    </div>
  );
}

function Masking({
  study,
  preview,
  onClose,
  onMasked,
  onStays,
}: LoadingProps & { preview: MaskPreview }) {
  const [masks, setMasks] = useState(() => begun(preview.rects));
  // What is dragged is drawn, and counts only when it is let go.
  const [held, setHeld] = useState<ReturnType<typeof dragged> | null>(null);
  const [goTo, setGoTo] = useState<number | null>(null);
  const form = useForm();
  const root = useRef<HTMLFormElement>(null);
  const rects = held?.rects ?? masks.rects;
  const chosen = held?.at ?? masks.chosen;
  const isChanged = !same(masks.rects, preview.rects);
  const isAll = coversAll(masks.rects, preview);
  const isFull = masks.rects.length >= preview.most;
  const ready = isChanged && !isAll;

  useEffect(() => {
    onStays(isChanged || form.busy);
    return () => onStays(false);
  }, [isChanged, form.busy, onStays]);
  // The keyboard goes to the part that is spoken of; where that is gone, it stays in the dialog.
  useEffect(() => {
    const find = (name: string) =>
      root.current?.querySelector<HTMLElement>(`[data-testid=${name}]`);
    if (goTo !== null) {
      (find(`mask-part-${goTo + 1}`) ?? find("mask-add"))?.focus();
      setGoTo(null);
    } else if (!root.current?.closest("[role=dialog]")?.contains(document.activeElement)) {
      find("mask-add")?.focus();
    }
  });

  const choose = (at: number | null) => setMasks((now) => ({ ...now, chosen: at }));
  const remove = (at: number) => {
    setMasks((now) => removed(now, at));
    setGoTo(Math.max(0, Math.min(at, masks.rects.length - 2)));
  };
  const add = () => {
    setMasks((now) => changed(now, [...now.rects, inTheMiddle(preview)], now.rects.length));
    setGoTo(masks.rects.length);
  };
  const drop = (kept: boolean) => {
    if (held && kept) {
      setMasks((now) => changed(now, held.rects, held.at));
      setGoTo(held.at);
    }
    setHeld(null);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      setMasks(undone);
      return;
    }
    const part = event.target instanceof HTMLElement ? event.target.dataset.part : undefined;
    if (part === undefined || event.ctrlKey || event.metaKey) return;
    const at = Number(part);
    const rect = masks.rects[at];
    if (!rect) return;
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      remove(at);
      return;
    }
    const next = keyed(rect, event, preview);
    if (!next) return;
    event.preventDefault();
    const name = `${event.altKey ? "size" : "place"} ${at}`;
    setMasks((now) => changed(now, now.rects.with(at, next), at, name));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || form.busy) return;
    void form.send(
      () => commands.maskStudy(study.id, masks.rects),
      (audit) => {
        onMasked(audit);
        onClose();
      },
    );
  };

  const pictures = { study: study.id, preview, rects, chosen, onChoose: choose, onDrop: drop };
  return (
    <form ref={root} onSubmit={submit} onKeyDown={press} className={styles.form}>
      <p className={styles.text}>{words("study.mask.text")}</p>
      <div className={styles.body}>
        {(["real", "synthetic"] as const).map((arm) => (
          <MaskPicture
            key={arm}
            {...pictures}
            arm={arm}
            reached={arm === "real"}
            onDrag={(grip, from, to) => {
              if (grip.kind === "draw" && isFull) return;
              setHeld(dragged(masks.rects, grip, from, to, preview));
            }}
          />
        ))}
        <section className={styles.side} aria-label={words("study.mask.parts")}>
          <h3 className={styles.heading}>{words("study.mask.parts")}</h3>
          <MaskList
            preview={preview}
            rects={rects}
            chosen={chosen}
            onChoose={choose}
            onChange={(rect, at) => setMasks((now) => changed(now, now.rects.with(at, rect), at))}
            onRemove={remove}
          />
          <Group gap="xs">
            <Button
              variant="default"
              size="compact-sm"
              disabled={isFull}
              onClick={add}
              data-autofocus
              data-testid="mask-add"
            >
              {words("study.mask.add")}
            </Button>
            <Button
              variant="subtle"
              size="compact-sm"
              disabled={masks.past.length === 0}
              onClick={() => setMasks(undone)}
              aria-keyshortcuts="Control+Z"
              title="Ctrl Z"
              data-testid="mask-undo"
            >
              {words("action.undo")}
            </Button>
          </Group>
          <p className={styles.mute}>
            {isFull ? words("study.mask.most", { most: preview.most }) : words("study.mask.keys")}
          </p>
          {isAll && (
            <p className={styles.bad} role="alert">
              {words("study.mask.all")}
            </p>
          )}
        </section>
      </div>
      <FailureNote failure={form.failure} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" disabled={form.busy} onClick={onClose}>
          {words("action.cancel")}
        </Button>
        <Button type="submit" disabled={!ready} loading={form.busy} data-testid="mask-send">
          {words(isChanged && masks.rects.length === 0 ? "study.mask.uncover" : "study.mask.send")}
        </Button>
      </Group>
    </form>
  );
}
