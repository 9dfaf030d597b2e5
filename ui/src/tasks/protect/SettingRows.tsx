import { Button, Select } from "@mantine/core";
import { commands, type ProtectionView } from "../../core/bindings";
import { words } from "../../core/words";
import { moment } from "../../shared/numbers";
import { useAct } from "../../shared/useAct";
import type { Act } from "./acts";
import styles from "./ProtectionPage.module.css";

type Props = { protection: ProtectionView; canChange: boolean; onAct: (act: Act) => void };

const MINUTES = [5, 10, 15, 30, 60];

/** Encryption, the recovery key, locking when nobody is there, and the way back to no protection. */
export function SettingRows({ protection, canChange, onAct }: Props) {
  const { encrypted, recoverySince, idleMinutes } = protection;
  const act = useAct();
  // Another number may have been set elsewhere: it is shown as it is.
  const minutes = [...new Set([...MINUTES, idleMinutes])].sort((a, b) => a - b);
  return (
    <dl className={styles.rows}>
      <div className={styles.row}>
        <dt>{words("protect.encryption")}</dt>
        <dd>
          <strong data-testid="encrypted">
            {words(encrypted ? "protect.encrypt.is" : "protect.decrypt.is")}
          </strong>
          <span>{words(encrypted ? "protect.encrypt.means" : "protect.decrypt.means")}</span>
        </dd>
        <dd className={styles.hand}>
          {canChange && (
            <Button
              variant="default"
              onClick={() => onAct({ does: "encrypt", to: !encrypted })}
              data-testid={encrypted ? "decrypt" : "encrypt-now"}
            >
              {words(encrypted ? "protect.decrypt.start" : "protect.encrypt.start")}
            </Button>
          )}
        </dd>
      </div>
      <div className={styles.row}>
        <dt>{words("protect.recovery")}</dt>
        <dd>
          <strong>{words("protect.recoverySince", { when: moment(recoverySince ?? "") })}</strong>
          <span>{words("protect.recoveryMeans")}</span>
        </dd>
        <dd className={styles.hand}>
          {canChange && (
            <Button variant="default" onClick={() => onAct({ does: "renew" })} data-testid="renew">
              {words("protect.renew.start")}
            </Button>
          )}
        </dd>
      </div>
      <div className={styles.row}>
        <dt id="idle">{words("protect.idle")}</dt>
        <dd>
          <span>{words("protect.idleMeans")}</span>
        </dd>
        <dd className={styles.hand}>
          <Select
            aria-labelledby="idle"
            w={132}
            disabled={!canChange}
            value={String(idleMinutes)}
            data={minutes.map((n) => ({
              value: String(n),
              label: words("protect.idleAfter", { count: n }),
            }))}
            onChange={(chosen) =>
              void act(() => commands.setIdleMinutes(Number(chosen ?? idleMinutes)))
            }
            data-testid="idle-minutes"
          />
        </dd>
      </div>
      {canChange && (
        <div className={styles.row}>
          <dt>{words("protect.unprotect.row")}</dt>
          <dd>
            <span>{words("protect.unprotect.means")}</span>
          </dd>
          <dd className={styles.hand}>
            <Button
              variant="subtle"
              color="red"
              onClick={() => onAct({ does: "unprotect" })}
              data-testid="unprotect"
            >
              {words("protect.unprotect.start")}
            </Button>
          </dd>
        </div>
      )}
    </dl>
  );
}
