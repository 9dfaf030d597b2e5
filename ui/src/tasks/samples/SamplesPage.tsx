import { useQuery } from "@tanstack/react-query";
import { facts } from "../../core/facts";
import type { Place } from "../../core/place";
import { FailureNote } from "../../shared/FailureNote";
import { ImportPanel } from "./ImportPanel";
import { SetList } from "./SetList";
import { SetPage } from "./SetPage";
import { useImport } from "./useImport";

type Props = { id: Place["id"] };

/** What there is: all sets, or one of them; and the way in for more. */
export function SamplesPage({ id }: Props) {
  const { data: sets, error } = useQuery(facts.sets());
  const importing = useImport();
  const set = sets?.find((one) => one.id === id);

  if (error) return <FailureNote failure={error} />;
  if (!sets) return null;
  return (
    <>
      {set ? (
        <SetPage key={set.id} set={set} />
      ) : (
        <SetList sets={sets} onImport={importing.choose} />
      )}
      {importing.plan && (
        <ImportPanel key={importing.plan.id} plan={importing.plan} onDone={importing.close} />
      )}
    </>
  );
}
