import { useHold } from "../../core/holding";
import { useWaiting, type Waiting } from "../../shared/useWaiting";

/** How the project's bytes are changed. */
export function useSealing(): Waiting {
  const sealing = useWaiting("protecting");
  // The project is closed meanwhile: a page that was left for another would find nothing there.
  useHold(sealing.busy);
  return sealing;
}
