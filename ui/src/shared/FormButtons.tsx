import { Button } from "@mantine/core";
import { words } from "../core/words";

type Props = {
  /** What the button that sends says. */
  action: string;
  testId: string;
  /** Whether it can be sent as it is. */
  ready: boolean;
  busy: boolean;
  /** Whether something is lost. */
  danger?: boolean;
  /** Whether there is nothing to fill in: then a hasty Enter does nothing. */
  asksOnly?: boolean;
  onCancel: () => void;
};

/** The two ways on from a form. */
export function FormButtons(props: Props) {
  const { action, testId, ready, busy, danger = false, asksOnly = false, onCancel } = props;
  return (
    <>
      <Button
        variant="default"
        onClick={onCancel}
        {...(asksOnly ? { "data-autofocus": true } : {})}
      >
        {words("action.cancel")}
      </Button>
      <Button
        type="submit"
        {...(danger ? { color: "red" } : {})}
        disabled={!ready}
        loading={busy}
        data-testid={testId}
      >
        {action}
      </Button>
    </>
  );
}
