import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../core/call";
import { forgetProjectFacts } from "../core/facts";

type Form = {
  /** Whether the core is at it. */
  busy: boolean;
  /** What went wrong the last time. */
  failure: unknown;
  /** Sends it; `then` hears the answer when there is one. */
  send: <T>(start: () => Promise<T>, then: (answer: T) => void) => Promise<void>;
};

/** How a form is sent: once at a time, with its failure kept beside it. */
export function useForm(): Form {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  return {
    busy,
    failure,
    send: async (start, then) => {
      setBusy(true);
      setFailure(null);
      try {
        const answer = await call(start());
        forgetProjectFacts(client);
        then(answer);
      } catch (problem) {
        setFailure(problem);
      } finally {
        setBusy(false);
      }
    },
  };
}
