import { useQuery } from "@tanstack/react-query";
import { facts } from "../core/facts";
import { StartPage } from "../tasks/start/StartPage";
import { UnlockPage } from "../tasks/unlock/UnlockPage";

type Props = {
  /** Who was signed in last, since the program was started. */
  last: string | null;
};

/** What is shown while no project is open: the one that waits for a user, or the ways into one. */
export function Outside({ last }: Props) {
  const { data: locked, error } = useQuery(facts.locked());
  if (locked) return <UnlockPage key={locked.place} locked={locked} last={last} />;
  if (locked === undefined && !error) return null;
  return <StartPage failure={error} />;
}
