import { Button, Radio, Select } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { commands, type ProtocolView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { words } from "../../core/words";
import { useSay } from "../../shared/Toasts";
import { useAct } from "../../shared/useAct";
import { useReadOnly } from "../../shared/useReadOnly";
import { languageName } from "./languages";
import { ProtocolAbout } from "./ProtocolAbout";
import styles from "./ProtocolPicker.module.css";
import { likely } from "./sizing";

type Props = {
  /** Those for what the real set holds. */
  protocols: ProtocolView[];
  chosen: ProtocolView | undefined;
  language: string | null;
  onChoose: (protocol: ProtocolView) => void;
  onLanguage: (language: string) => void;
};

/** Chooses what readers are asked, and how long that takes; beside it, what the choice means. */
export function ProtocolPicker({ protocols, chosen, language, onChoose, onLanguage }: Props) {
  const act = useAct();
  const say = useSay();
  const client = useQueryClient();
  const readOnly = useReadOnly();
  const choose = async () => {
    const found = await act(() => commands.chooseProtocol());
    if (!found) return;
    client.setQueryData<ProtocolView[]>(facts.protocols().queryKey, (known = []) => [
      ...known.filter(({ id, shipped }) => shipped || id !== found.id),
      found,
    ]);
    const fits = protocols.every(({ modality }) => modality === found.modality);
    if (fits) onChoose(found);
    else say.done(words("study.protocol.taken", { title: found.title }));
  };
  const save = async (id: string) => {
    if (await act(() => commands.saveProtocol(id))) say.done(words("study.protocol.saved"));
  };

  return (
    <section className={styles.protocol} aria-label={words("study.protocol.title")}>
      <div>
        <h2 className={styles.heading}>{words("study.protocol.title")}</h2>
        <div className={styles.head} aria-hidden="true">
          <span>{words("study.protocol.minutes")}</span>
          <span>{words("study.protocol.power")}</span>
        </div>
        <div role="radiogroup" aria-label={words("study.protocol.title")}>
          {protocols.map((protocol) => (
            <label
              key={protocol.id}
              className={styles.row}
              data-on={protocol.id === chosen?.id || undefined}
            >
              <Radio
                name="protocol"
                checked={protocol.id === chosen?.id}
                aria-label={protocol.title}
                onChange={() => onChoose(protocol)}
                data-testid={`protocol-${protocol.id}`}
              />
              <span className={styles.name}>
                {protocol.title}
                {!protocol.shipped && (
                  <span className={styles.mute}> {words("study.protocol.own")}</span>
                )}
                <span className={styles.claim}>{protocol.claim}</span>
              </span>
              <span className={styles.number}>{protocol.minutes}</span>
              <span className={styles.number}>
                {protocol.power === null ? "–" : likely(protocol.power)}
              </span>
            </label>
          ))}
        </div>
        {protocols.length === 0 && <p className={styles.mute}>{words("study.protocol.none")}</p>}
        <div className={styles.buttons}>
          <Button
            variant="default"
            size="compact-sm"
            disabled={readOnly}
            onClick={() => void choose()}
            data-testid="import-protocol"
          >
            {words("study.protocol.import")}
          </Button>
          {chosen && (
            <Button
              variant="default"
              size="compact-sm"
              onClick={() => void save(chosen.id)}
              data-testid="save-protocol"
            >
              {words("study.protocol.save")}
            </Button>
          )}
          {chosen && chosen.languages.length > 0 && (
            <Select
              className={styles.language}
              size="xs"
              w={148}
              aria-label={words("study.protocol.language")}
              value={language}
              data={chosen.languages.map((code) => ({ value: code, label: languageName(code) }))}
              onChange={(code) => code && onLanguage(code)}
              data-testid="language"
            />
          )}
        </div>
      </div>
      {chosen && <ProtocolAbout protocol={chosen} />}
    </section>
  );
}
