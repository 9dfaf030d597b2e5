import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { words } from "../core/words";
import { EmptyState } from "../shared/EmptyState";

/** Keeps a fault of one screen from leaving an empty window. */
export class Fence extends Component<{ children: ReactNode }, { fallen: boolean }> {
  override state = { fallen: false };

  static getDerivedStateFromError() {
    return { fallen: true };
  }

  override render() {
    if (!this.state.fallen) return this.props.children;
    return (
      <main role="alert">
        <EmptyState
          title={words("failure.unexpected.message")}
          text={words("failure.unexpected.hint")}
        >
          <Button onClick={() => this.setState({ fallen: false })}>{words("action.again")}</Button>
        </EmptyState>
      </main>
    );
  }
}
