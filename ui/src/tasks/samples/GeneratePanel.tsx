import { Button, Drawer, Radio, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { commands, type SetView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { go } from "../../core/place";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { NumberEntry } from "../../shared/NumberEntry";
import { useForm } from "../../shared/useForm";
import styles from "./GeneratePanel.module.css";

type Props = { set: SetView; onClose: () => void };

/** Makes a synthetic set of the same kind, so that an audit has something to compare. */
export function GeneratePanel({ set, onClose }: Props) {
  const { data: methods = [], error, isPending } = useQuery(facts.methods(set.id));
  const [chosen, setChosen] = useState<string | null>(null);
  const [n, setN] = useState<number | null>(set.nSamples);
  const [seed, setSeed] = useState<number | null>(1);
  const [named, setNamed] = useState<string | null>(null);
  const form = useForm();

  const method = methods.find(({ id }) => id === chosen) ?? methods[0];
  const name =
    named ?? (method ? words("generate.nameOf", { set: set.name, method: method.title }) : "");
  const ready = method && n !== null && n > 0 && seed !== null && name.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const request = { from: set.id, method: method.id, n, seed, name: name.trim() };
    void form.send(
      () => commands.startGenerate(request),
      () => {
        onClose();
        go("samples");
      },
    );
  };

  return (
    <Drawer
      opened
      onClose={onClose}
      size={560}
      title={words("generate.title", { name: set.name })}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      <form onSubmit={submit} className={styles.form}>
        <FailureNote failure={error} />
        {!isPending && !error && methods.length === 0 && <p>{words("generate.none")}</p>}
        <Radio.Group
          label={words("generate.method")}
          value={method?.id ?? null}
          onChange={setChosen}
        >
          <div className={styles.methods}>
            {methods.map(({ id, title, meaning }, at) => (
              <Radio
                key={id}
                value={id}
                label={title}
                description={meaning}
                data-autofocus={at === 0 || undefined}
              />
            ))}
          </div>
        </Radio.Group>
        <TextInput
          label={words("import.name")}
          value={name}
          onChange={(event) => setNamed(event.currentTarget.value)}
          maxLength={120}
        />
        <div className={styles.two}>
          <NumberEntry
            label={words("generate.n")}
            value={n}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            thousandSeparator=","
            onChange={setN}
          />
          <NumberEntry
            label={words("seed.label")}
            value={seed}
            min={0}
            max={4_294_967_295}
            allowDecimal={false}
            onChange={setSeed}
          />
        </div>
        <p className={styles.hint}>{words("seed.hint")}</p>
        <FailureNote failure={form.failure} />
        <div className={styles.buttons}>
          <Button variant="default" onClick={onClose}>
            {words("action.cancel")}
          </Button>
          <Button type="submit" loading={form.busy} disabled={!ready} data-testid="start-generate">
            {words("generate.start")}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}
