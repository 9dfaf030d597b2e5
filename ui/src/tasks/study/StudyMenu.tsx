import { ActionIcon, Menu } from "@mantine/core";
import type { StudyView } from "../../core/bindings";
import { words } from "../../core/words";
import { MoreIcon } from "../../shared/icons";
import { takesAnswers } from "./life";

type Props = {
  study: StudyView;
  readOnly: boolean;
  onReveal: () => void;
  onAmend: () => void;
  onExposures: () => void;
  onEnrol: () => void;
};

/** What is seldom done to a locked study. */
export function StudyMenu({ study, readOnly, onReveal, onAmend, onExposures, onEnrol }: Props) {
  const isBlind = study.state !== "unblinded" && study.state !== "analysed";
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size={32}
          aria-label={words("study.menu")}
          title={words("study.menu")}
          data-testid="study-menu"
        >
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onExposures} data-testid="exposures">
          {words("study.exposure.open")}
        </Menu.Item>
        {takesAnswers(study) && (
          <Menu.Item disabled={readOnly} onClick={onEnrol} data-testid="enrol-reader">
            {words("study.enrol.open")}
          </Menu.Item>
        )}
        <Menu.Item disabled={readOnly} onClick={onAmend} data-testid="amend-study">
          {words("study.amend.open")}
        </Menu.Item>
        {isBlind && (
          <Menu.Item color="red" disabled={readOnly} onClick={onReveal} data-testid="reveal-case">
            {words("study.reveal.open")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
