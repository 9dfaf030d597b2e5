import { MantineProvider } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import { type QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { facts } from "../core/facts";
import { useHandedOver } from "../core/handing";
import { useHeld } from "../core/holding";
import { useLive } from "../core/live";
import { seesProject } from "../core/people";
import { go } from "../core/place";
import { words } from "../core/words";
import { FailureNote } from "../shared/FailureNote";
import { Toasts, useSay } from "../shared/Toasts";
import { theme } from "../shared/theme";
import { DeskPage } from "../tasks/desk/DeskPage";
import { Fence } from "./Fence";
import { HandedOver } from "./HandedOver";
import { Outside } from "./Outside";
import { Palette } from "./Palette";
import { useActivity } from "./useActivity";
import { useLocking } from "./useLocking";
import { Workbench } from "./Workbench";

type Props = { client: QueryClient; env?: "default" | "test" };

/** The coordinator's window; readers who sign in find their desk here. */
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
  const say = useSay();
  const closed = useCallback(() => {
    // What was said, found or opened may speak of a project that is closed or locked now.
    say.nothing();
    spotlight.close();
  }, [say]);
  useLive(
    useCallback(() => go("samples"), []),
    closed,
  );
  const { data: project, error } = useQuery(facts.project());
  const handedOver = useHandedOver() && project !== null;
  const sees = seesProject(project);
  const you = project?.you ?? null;
  const last = useRef<string | null>(null);
  if (you) last.current = you.name;
  useEffect(() => {
    const named = sees && !handedOver;
    document.title = named ? `${project.name} – ${words("product")}` : words("product");
  }, [project, sees, handedOver]);
  useActivity(you !== null);
  const lock = useLocking();
  const held = useHeld() !== null;
  // Also from within a field or a dialog: whoever leaves, leaves at once.
  useHotkeys([["mod+L", () => you && !held && lock()]], []);

  if (error) return <FailureNote failure={error} />;
  if (project === undefined) return null;
  if (project === null) {
    return (
      <>
        <Palette project={null} onLock={lock} />
        <Outside last={last.current} />
      </>
    );
  }
  if (handedOver) return <HandedOver project={project} onLock={lock} />;
  if (!sees && you) return <DeskPage you={you} onLock={lock} />;
  return (
    <>
      <Palette project={project} onLock={lock} />
      <Workbench project={project} onLock={lock} />
    </>
  );
}
