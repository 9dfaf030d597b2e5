import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { facts } from "../core/facts";
import { useHandedOver } from "../core/handing";
import { useLive } from "../core/live";
import { go } from "../core/place";
import { words } from "../core/words";
import { FailureNote } from "../shared/FailureNote";
import { Toasts } from "../shared/Toasts";
import { theme } from "../shared/theme";
import { StartPage } from "../tasks/start/StartPage";
import { Fence } from "./Fence";
import { HandedOver } from "./HandedOver";
import { Palette } from "./Palette";
import { Workbench } from "./Workbench";

type Props = { client: QueryClient; env?: "default" | "test" };

/** The coordinator's window. */
export function App({ client, env = "default" }: Props) {
  return (
    <MantineProvider theme={theme} forceColorScheme="light" env={env}>
      <QueryClientProvider client={client}>
        <Fence>
          <Toasts>
            <Window />
          </Toasts>
        </Fence>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Window() {
  useLive(useCallback(() => go("samples"), []));
  const { data: project, error } = useQuery(facts.project());
  const handedOver = useHandedOver() && project !== null;
  useEffect(() => {
    const named = project && !handedOver;
    document.title = named ? `${project.name} – ${words("product")}` : words("product");
  }, [project, handedOver]);

  if (error) return <FailureNote failure={error} />;
  if (project === undefined) return null;
  if (handedOver) return <HandedOver />;
  return (
    <>
      <Palette project={project} />
      {project === null ? <StartPage /> : <Workbench project={project} />}
    </>
  );
}
