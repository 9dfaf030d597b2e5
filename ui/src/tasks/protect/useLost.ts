import { words } from "../../core/words";
import { count } from "../../shared/numbers";
import { useSay } from "../../shared/Toasts";

/** Says, until it was read, how many files could not be read and so are not there any more. */
export function useLost(): (unreadable: number) => void {
  const say = useSay();
  return (unreadable) => {
    if (unreadable === 0) return;
    say.failed({
      code: "ui.unreadable",
      params: {},
      message: words("protect.unreadable", { count: unreadable, n: count(unreadable) }),
      hint: words("protect.unreadableHint"),
    });
  };
}
