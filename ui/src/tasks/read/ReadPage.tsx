import { CasePage } from "./CasePage";
import { DonePage } from "./DonePage";
import { StartPage } from "./StartPage";
import { StuckPage } from "./StuckPage";
import { useReading } from "./useReading";

/** A reader sees one blinded case at a time, answers, and goes on. */
export function ReadPage() {
  const reading = useReading();
  const { place, view } = reading;

  switch (place.at) {
    case "stuck":
      return <StuckPage {...place} onAgain={reading.again} onLeave={reading.leave} />;
    case "start":
      return view && <StartPage view={view} onBegin={reading.begin} />;
    case "between":
    case "case":
      return (
        view && (
          <CasePage
            view={view}
            current={place.current}
            shown={place.at === "case" ? place : null}
            draft={reading.draft}
            onDraft={reading.setDraft}
            saving={reading.saving}
            unsaved={reading.unsaved}
            onFirstPaint={reading.firstPaint}
            onSave={reading.save}
            onLeave={reading.leave}
          />
        )
      );
    case "done":
      return <DonePage total={view?.total ?? 0} onClose={reading.leave} />;
    case "waiting":
      return null; // dark and silent: a spinner would tell how long a case takes to load
  }
}
