import { useQueryClient } from "@tanstack/react-query";
import { call } from "../core/call";
import { forgetProjectFacts } from "../core/facts";
import { useSay } from "./Toasts";

/**
 * How a page does something that has no form of its own.
 *
 * A failure is said in passing and answers nothing; after a success the page
 * asks again for what may have changed.
 */
export function useAct(): <T>(start: () => Promise<T>) => Promise<T | undefined> {
  const client = useQueryClient();
  const say = useSay();
  return async (start) => {
    try {
      const answer = await call(start());
      forgetProjectFacts(client);
      return answer;
    } catch (problem) {
      say.failed(problem);
      return undefined;
    }
  };
}
