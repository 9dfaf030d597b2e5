import type { NetworkView } from "../../core/bindings";
import { useRemembered } from "../../core/remember";
import type { Networks } from "./choosing";

/** The networks that were named last, by the metric that asks them, also after the next start. */
export function useNetworks(): [Networks, (metric: string, network: NetworkView) => void] {
  const [kept, keep] = useRemembered("measure.networks");
  const networks = new Map(parsed(kept));
  const name = (metric: string, network: NetworkView) =>
    keep(JSON.stringify([...new Map(networks).set(metric, network)]));
  return [networks, name];
}

/** What was kept; nothing where it is no list of networks. */
function parsed(kept: string | null): [string, NetworkView][] {
  try {
    const list: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(list) ? list.filter(isNamed) : [];
  } catch {
    return [];
  }
}

function isNamed(entry: unknown): entry is [string, NetworkView] {
  return (
    Array.isArray(entry) &&
    typeof entry[0] === "string" &&
    typeof entry[1]?.sha256 === "string" &&
    typeof entry[1]?.name === "string"
  );
}
