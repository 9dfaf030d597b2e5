import type { ProtocolView } from "../../core/bindings";
import { words } from "../../core/words";
import { WarnIcon } from "../../shared/icons";
import { listed } from "../../shared/numbers";
import { languageName } from "./languages";
import styles from "./ProtocolPicker.module.css";
import { StageList } from "./StageList";
import { likely } from "./sizing";

type Props = { protocol: ProtocolView };

/** What a protocol is for, what it is meant for, and everything that it asks. */
export function ProtocolAbout({ protocol }: Props) {
  const { nReaders, nReal, nSynthetic, nTraining, nExamples, sessions } = protocol;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region is reached by keyboard
    <aside className={styles.about} aria-label={protocol.title} tabIndex={0}>
      <p className={styles.lead}>{protocol.about}</p>
      <dl className={styles.facts}>
        <dt>{words("study.protocol.meantFor")}</dt>
        <dd>
          {words("study.protocol.size", {
            count: nReaders,
            real: nReal,
            synthetic: nSynthetic,
          })}
        </dd>
        <dt>{words("study.protocol.takes")}</dt>
        <dd>
          {words("study.minutes", { count: protocol.minutes })}
          {sessions > 1 && `, ${words("study.protocol.sessions", { count: sessions })}`}
        </dd>
        <dt>{words("study.protocol.first")}</dt>
        <dd>{words("study.protocol.practice", { training: nTraining, examples: nExamples })}</dd>
        <dt>{words("study.protocol.claim")}</dt>
        <dd>
          {protocol.claim}{" "}
          {protocol.power !== null &&
            words("study.protocol.found", { power: likely(protocol.power) })}
        </dd>
        <dt>{words("study.protocol.languages")}</dt>
        <dd>{listed(protocol.languages.map(languageName))}</dd>
      </dl>
      {protocol.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          <WarnIcon size={14} />
          {warning}
        </p>
      ))}
      <StageList stages={protocol.stages} />
    </aside>
  );
}
