import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useHeld } from "../core/holding";
import { words } from "../core/words";

type Props = {
  opened: boolean;
  title: string | undefined;
  size?: number | string;
  onClose: () => void;
  /** Where the keyboard goes on; otherwise it is where it was before. */
  onClosed?: () => void;
  children: ReactNode;
};

/** A dialog; what was typed into it is forgotten when it closes, and it stays while the page is held. */
export function Dialog({ opened, title, size = "md", onClose, onClosed, children }: Props) {
  const stays = useHeld() !== null;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      returnFocus={onClosed === undefined}
      {...(onClosed ? { onExitTransitionEnd: onClosed } : {})}
      title={title}
      size={size}
      closeOnEscape={!stays}
      closeOnClickOutside={!stays}
      withCloseButton={!stays}
      closeButtonProps={{ "aria-label": words("action.close") }}
    >
      {opened && children}
    </Modal>
  );
}
