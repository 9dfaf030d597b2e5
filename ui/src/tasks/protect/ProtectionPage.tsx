import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProtectionView, RecoveryView } from "../../core/bindings";
import { facts } from "../../core/facts";
import { useHold } from "../../core/holding";
import type { Place } from "../../core/place";
import { words } from "../../core/words";
import { FailureNote } from "../../shared/FailureNote";
import { PageHeader } from "../../shared/PageHeader";
import { PassphraseDialog } from "../../shared/PassphraseDialog";
import { useReadOnly } from "../../shared/useReadOnly";
import { AddUser } from "./AddUser";
import type { Act } from "./acts";
import { EncryptDialog } from "./EncryptDialog";
import { ProtectDialog } from "./ProtectDialog";
import styles from "./ProtectionPage.module.css";
import { RecoveryKey } from "./RecoveryKey";
import { RemoveUser } from "./RemoveUser";
import { RenewDialog } from "./RenewDialog";
import { SettingRows } from "./SettingRows";
import { TrailPart } from "./TrailPart";
import { UnprotectDialog } from "./UnprotectDialog";
import { Unprotected } from "./Unprotected";
import { UsersTable } from "./UsersTable";

type Props = { id: Place["id"] };

/** Who may open the project, whether it is encrypted, and how its trail can be checked by others. */
export function ProtectionPage(_: Props) {
  const { data: protection, error } = useQuery(facts.protection());
  const readOnly = useReadOnly();
  const [act, setAct] = useState<Act | null>(null);
  // The key is kept nowhere: it stays, whatever becomes of the page beneath.
  const [recovery, setRecovery] = useState<RecoveryView | null>(null);
  useHold(recovery !== null);

  if (error) return <FailureNote failure={error} />;
  if (!protection) return null;
  const isProtected = protection.users.length > 0;
  const close = () => setAct(null);
  const print = (made: RecoveryView) => {
    setAct(null);
    setRecovery(made);
  };
  return (
    <div className={styles.page}>
      <PageHeader title={words("page.protection")} sub={subOf(protection)}>
        {isProtected && !readOnly && (
          <Button onClick={() => setAct({ does: "add" })} data-testid="add-user">
            {words("protect.add.start")}
          </Button>
        )}
      </PageHeader>
      {isProtected ? (
        <>
          <UsersTable protection={protection} canChange={!readOnly} onAct={setAct} />
          <SettingRows protection={protection} canChange={!readOnly} onAct={setAct} />
        </>
      ) : (
        <Unprotected canChange={!readOnly} onProtect={() => setAct({ does: "protect" })} />
      )}
      <TrailPart protection={protection} />
      <ProtectDialog opened={act?.does === "protect"} onClose={close} onMade={print} />
      <AddUser opened={act?.does === "add"} onClose={close} />
      <RemoveUser
        name={act?.does === "remove" ? act.name : null}
        you={protection.you?.name ?? ""}
        onClose={close}
      />
      <PassphraseDialog
        name={act?.does === "passphrase" ? act.name : null}
        you={protection.you?.name ?? ""}
        onClose={close}
      />
      <EncryptDialog to={act?.does === "encrypt" ? act.to : null} onClose={close} />
      <RenewDialog opened={act?.does === "renew"} onClose={close} onMade={print} />
      <UnprotectDialog opened={act?.does === "unprotect"} onClose={close} />
      <RecoveryKey recovery={recovery} onDone={() => setRecovery(null)} />
    </div>
  );
}

function subOf({ users, encrypted }: ProtectionView): string {
  if (users.length === 0) return words("protect.none.sub");
  return words(encrypted ? "protect.subEncrypted" : "protect.subPlain", { count: users.length });
}
