import { useQuery, useQueryClient } from "@tanstack/react-query";
import { commands } from "./bindings";
import { facts } from "./facts";

/**
 * A choice that the core keeps, as text: the screens themselves keep nothing.
 *
 * A choice that cannot be kept is used all the same until the window closes.
 */
export function useRemembered(key: string): [string | null, (value: string) => void] {
  const client = useQueryClient();
  const { data = null } = useQuery(facts.remembered(key));
  const set = (value: string) => {
    client.setQueryData(facts.remembered(key).queryKey, value);
    commands.remember(key, value).catch(() => undefined);
  };
  return [data, set];
}
