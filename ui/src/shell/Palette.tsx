import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import type { ProjectView } from "../core/bindings";
import { facts } from "../core/facts";
import { useHeld } from "../core/holding";
import { go, PAGES } from "../core/place";
import { words } from "../core/words";
import { listed, moment } from "../shared/numbers";
import { useOpening } from "../tasks/start/useOpening";
import { useTour } from "./tour/useTour";
import { useClosing } from "./useClosing";

type Props = { project: ProjectView | null; onLock: () => void };

/** Finds any page, action, set, run or study by a few letters. */
export function Palette({ project, onLock }: Props) {
  const open = project !== null;
  const held = useHeld() !== null;
  const { data: sets = [] } = useQuery({ ...facts.sets(), enabled: open });
  const { data: runs = [] } = useQuery({ ...facts.runs(), enabled: open });
  const { data: studies = [] } = useQuery({ ...facts.studies(), enabled: open });
  const opening = useOpening();
  const close = useClosing();
  const tour = useTour(project);

  const start: SpotlightActionGroupData = {
    group: words("palette.actions"),
    actions: [
      { id: "open", label: words("start.open"), onClick: () => void opening.open() },
      { id: "demo", label: words("start.demo"), onClick: () => void opening.demo() },
    ],
  };
  const groups: SpotlightActionGroupData[] = [
    {
      group: words("palette.pages"),
      actions: [
        ...PAGES.map((page, at) => ({
          id: `page-${page}`,
          label: words(`page.${page}`),
          description: `Alt+${at + 1}`,
          onClick: () => go(page),
        })),
        {
          id: "page-protection",
          label: words("page.protection"),
          description: words("palette.protection"),
          onClick: () => go("protection"),
        },
      ],
    },
    {
      group: words("palette.actions"),
      actions: [
        {
          id: "measure",
          label: words("palette.measure"),
          onClick: () => go("measure", "new"),
        },
        { id: "study", label: words("palette.study"), onClick: () => go("study", "new") },
        ...(project?.isDemo
          ? [{ id: "tour", label: words("tour.start"), onClick: () => tour.goTo(0) }]
          : []),
        ...(project?.you
          ? [
              {
                id: "lock",
                label: words("people.lock"),
                description: "Ctrl+L",
                onClick: onLock,
              },
            ]
          : []),
        { id: "close", label: words("shell.close"), onClick: () => void close() },
      ],
    },
    {
      group: words("palette.sets"),
      actions: sets.map((set) => ({
        id: `set-${set.id}`,
        label: set.name,
        description: words(`arm.${set.arm}`),
        onClick: () => go("samples", set.id),
      })),
    },
    {
      group: words("palette.runs"),
      actions: runs.map((run) => ({
        id: `run-${run.id}`,
        label: words("measure.runName", {
          synthetic: listed(run.syntheticNames),
          real: run.realName,
        }),
        description: moment(run.createdAt),
        onClick: () => go("measure", run.id),
      })),
    },
    {
      group: words("palette.studies"),
      actions: studies.map((study) => ({
        id: `study-${study.id}`,
        label: study.name,
        onClick: () => go("study", study.id),
      })),
    },
  ];

  // What must not go away is not left by the palette either.
  if (held) return null;
  return (
    <Spotlight
      actions={open ? groups.filter(({ actions }) => actions.length > 0) : [start]}
      shortcut="mod + K"
      nothingFound={words("palette.nothing")}
      highlightQuery
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 80 }}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      searchProps={{
        placeholder: words("palette.search"),
        "aria-label": words("palette.search"),
      }}
    />
  );
}
