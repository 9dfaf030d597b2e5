import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { events, type ImportPlan, type JobView } from "./bindings";
import { dropProjectFacts, facts, forgetProjectFacts } from "./facts";
import { withNews } from "./jobs";

/** Keeps the screens' copy as new as the core, and says when something was dropped on the window. */
export function useLive(onOffer: () => void): void {
  const client = useQueryClient();
  useEffect(() => {
    const listening = [
      events.projectChanged.listen(({ payload }) => {
        client.setQueryData(facts.project().queryKey, payload);
        if (payload === null) dropProjectFacts(client);
        else forgetProjectFacts(client);
      }),
      events.jobChanged.listen(({ payload }) => {
        client.setQueryData(facts.jobs().queryKey, (jobs: JobView[] = []) =>
          withNews(jobs, payload),
        );
      }),
      events.readingChanged.listen(() => {
        void client.invalidateQueries({ queryKey: ["studies"] });
        void client.invalidateQueries({ queryKey: ["study"] });
      }),
      events.importOffered.listen(({ payload }) => {
        client.setQueryData<ImportPlan | null>(facts.offered().queryKey, payload);
        onOffer();
      }),
    ];
    return () => {
      for (const one of listening) void one.then((stop) => stop());
    };
  }, [client, onOffer]);
}
