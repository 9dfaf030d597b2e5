import { Button } from "@mantine/core";
import { commands, type ExportView } from "../../core/bindings";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { WarnIcon } from "../../shared/icons";
import { bytes, moment } from "../../shared/numbers";
import { useSay } from "../../shared/Toasts";
import { useAct } from "../../shared/useAct";
import styles from "./ExportPage.module.css";
import { newestFirst } from "./exporting";

type Props = { exports: ExportView[] };

/** What was written: every file with what it holds and its hash. */
export function ExportList({ exports }: Props) {
  const act = useAct();
  const say = useSay();
  const save = async (place: string) => {
    const saved = await act(() => commands.saveExport(place));
    if (saved) say.done(words("export.saved", { place: saved }));
  };
  if (exports.length === 0) return null;
  return (
    <section aria-label={words("export.list")} data-testid="exports">
      <h2 className={styles.heading}>{words("export.list")}</h2>
      {newestFirst(exports).map(({ place, createdAt, files, leftOut, trouble }) => (
        <article key={place} className={styles.export}>
          <header className={styles.head}>
            <h3>{place}</h3>
            <span className={styles.mute}>{moment(createdAt)}</span>
            <Button
              variant="default"
              onClick={() => save(place)}
              aria-label={words("export.saveNamed", { place })}
              data-testid={`save-${place}`}
            >
              {words("export.save")}
            </Button>
          </header>
          <FailureNote failure={trouble} />
          {leftOut.map(({ name, meaning, why }) => (
            <p key={name} className={styles.leftOut}>
              <WarnIcon />
              {words("export.leftOut", { name, meaning, why: `${why.message} ${why.hint}` })}
            </p>
          ))}
          <table className={styles.files}>
            <thead>
              <tr>
                <th>{words("export.file")}</th>
                <th>{words("export.meaning")}</th>
                <th className={styles.number}>{words("export.size")}</th>
                <th>SHA-256</th>
              </tr>
            </thead>
            <tbody>
              {files.map((file) => (
                <tr key={file.name}>
                  <td>{file.name}</td>
                  <td className={styles.mute}>{file.meaning}</td>
                  <td className={styles.number}>{bytes(file.bytes)}</td>
                  <td>
                    <code title={file.sha256}>{file.sha256.slice(0, 12)}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </article>
      ))}
    </section>
  );
}
