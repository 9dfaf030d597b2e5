import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { events, type ImportPlan, type JobView } from "./bindings";
import { dropProjectFacts, facts, forgetProjectFacts } from "./facts";
import { withNews } from "./jobs";
import { seesProject } from "./people";

/**
 * Keeps the screens' copy as new as the core.
 *
 * Says when something was dropped on the window, and when the project was closed or locked.
 */
export function useLive(onOffer: () => void, onClosed: () => void): void {
  const client = useQueryClient();
  useEffect(() => {
    // Work goes on behind a lock: who may not see the project is not told what it is called.
    const sees = () => seesProject(client.getQueryData(facts.project().queryKey));
    const listening = [
      events.projectChanged.listen(({ payload }) => {
        client.setQueryData(facts.project().queryKey, payload);
        if (payload === null) {
          dropProjectFacts(client);
          void client.invalidateQueries({ queryKey: facts.locked().queryKey });
          onClosed();
        } else forgetProjectFacts(client);
      }),
      events.jobChanged.listen(({ payload }) => {
        if (!sees()) return;
        client.setQueryData(facts.jobs().queryKey, (jobs: JobView[] = []) =>
          withNews(jobs, payload),
        );
      }),
      events.readingChanged.listen(() => {
        void client.invalidateQueries({ queryKey: ["studies"] });
        void client.invalidateQueries({ queryKey: ["study"] });
        void client.invalidateQueries({ queryKey: ["desk"] });
      }),
      events.importOffered.listen(({ payload }) => {
        if (!sees()) return;
        client.setQueryData<ImportPlan | null>(facts.offered().queryKey, payload);
        onOffer();
      }),
    ];
    return () => {
      for (const one of listening) void one.then((stop) => stop());
    };
  }, [client, onOffer, onClosed]);
}
