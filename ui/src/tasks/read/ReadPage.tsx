import { CasePage } from "./case/CasePage";
import { ConsentPage } from "./pages/ConsentPage";
import { DonePage } from "./pages/DonePage";
import { FormPage } from "./pages/FormPage";
import { ReadOnPage } from "./pages/ReadOnPage";
import { StartPage } from "./pages/StartPage";
import { StuckPage } from "./pages/StuckPage";
import { type PageStep, useReading } from "./useReading";
import { say } from "./words";

/** A reader sees one blinded case at a time, answers, and goes on. */
export function ReadPage() {
  const reading = useReading();
  const { place, view } = reading;

  switch (place.at) {
    case "stuck":
      return <StuckPage {...place} onAgain={reading.again} onLeave={reading.leave} />;
    case "start":
      return view && <StartPage view={view} onBegin={reading.begin} />;
    case "page":
      return <StepPage step={place.step} reading={reading} />;
    case "between":
    case "case":
      return (
        view && (
          <CasePage
            view={view}
            current={place.current}
            shown={place.at === "case" ? place : null}
            feedback={place.at === "case" ? place.feedback : null}
            draft={reading.draft}
            onDraft={reading.setDraft}
            saving={reading.saving}
            unsaved={reading.unsaved}
            onFirstPaint={reading.firstPaint}
            onSave={reading.saveCase}
            onPass={() => reading.pass(place.current.show === "example" ? "example" : "feedback")}
            onLeave={reading.leave}
          />
        )
      );
    case "done":
      return <DonePage total={place.total} againAfter={place.againAfter} onClose={reading.leave} />;
    case "waiting":
      return null; // dark and silent: a spinner would tell how long a case takes to load
  }
}

/** The page of a step that is no case. */
function StepPage({ step, reading }: { step: PageStep; reading: ReturnType<typeof useReading> }) {
  const { pass, leave } = reading;
  switch (step.step) {
    case "consent":
      return <ConsentPage text={step.text} onAgree={() => pass("consent")} onLeave={leave} />;
    case "form":
      return (
        <FormPage
          key={step.form}
          {...step}
          draft={reading.draft}
          onDraft={reading.setDraft}
          saving={reading.saving}
          unsaved={reading.unsaved}
          onSave={reading.saveForm}
          onLeave={leave}
        />
      );
    case "opening":
      return (
        <ReadOnPage
          key={step.text}
          heading={say("opening.heading")}
          text={step.text}
          onGoOn={() => pass("opening")}
        />
      );
    case "break":
      return (
        <ReadOnPage
          heading={say("break.heading")}
          text={say("break.done", { done: step.done, total: step.total })}
          aside={say("break.text")}
          onGoOn={() => pass("break")}
          onLeave={leave}
        />
      );
    case "feedback":
      return (
        <ReadOnPage
          heading={say("feedback.heading")}
          text={step.said}
          onGoOn={() => pass("feedback")}
        />
      );
  }
}
