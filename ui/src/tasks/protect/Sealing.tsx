import { words } from "../../core/words";
import { WaitingProgress } from "../../shared/WaitingProgress";

type Props = { text: string; share: number | null; onStop: () => void };

/** How far encrypting or decrypting is. */
export function Sealing(props: Props) {
  return <WaitingProgress {...props} hint={words("protect.sealing.hint")} />;
}
