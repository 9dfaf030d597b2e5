import { useState } from "react";
import type { ItemView } from "../../../core/bindings";
import { isPlaced } from "./placed";

/** Hands that point at the case: for which item, and what is picked of a pair so far. */
export interface Pointing {
  readonly item: ItemView;
  readonly pending: readonly (string | number)[];
  readonly setPending: (pending: readonly (string | number)[]) => void;
}

/** The reader points at the case, or does not; a new case begins without. */
export function usePointing(key: string, asked: readonly ItemView[]) {
  const [state, setState] = useState<State>({ key, item: null, pending: [] });
  const item = state.key === key ? (asked.find(({ id }) => id === state.item) ?? null) : null;
  const pointing: Pointing | null = item && {
    item,
    pending: state.pending,
    setPending: (pending) => setState({ key, item: item.id, pending }),
  };
  return {
    pointing,
    /** Points for the active item, else for the first one that is answered so. */
    start(active: ItemView | null): ItemView | null {
      const wanted = active && isPlaced(active) ? active : asked.find(isPlaced);
      if (wanted) setState({ key, item: wanted.id, pending: [] });
      return wanted ?? null;
    },
    end: () => setState({ key, item: null, pending: [] }),
  };
}

interface State {
  readonly key: string;
  readonly item: string | null;
  readonly pending: readonly (string | number)[];
}
