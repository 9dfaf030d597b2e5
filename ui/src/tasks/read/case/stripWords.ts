import type { TraceWords } from "../../../viewport/trace/TraceView";
import type { ViewportWords } from "../../../viewport/Viewport";
import { say } from "../words";

/** The words of the strip below a picture. */
export function viewportWords(): ViewportWords {
  return {
    contrast: say("viewport.contrast"),
    brightness: say("viewport.brightness"),
    zoom: say("viewport.zoom"),
    fit: say("viewport.fit"),
    oneToOne: say("viewport.oneToOne"),
    invert: say("viewport.invert"),
    reset: say("viewport.reset"),
  };
}

/** The words of the strip below a trace. */
export function traceWords(): TraceWords {
  return {
    perSecond: say("viewport.perSecond"),
    perMillivolt: say("viewport.perMillivolt"),
    notToScale: say("viewport.notToScale"),
    noFilter: say("viewport.noFilter"),
    larger: say("viewport.larger"),
    smaller: say("viewport.smaller"),
    layout: say("viewport.layout"),
    scroll: say("viewport.scroll"),
    reset: say("viewport.reset"),
    eeg: {
      seconds: say("viewport.eeg.seconds"),
      perMillimetre: say("viewport.eeg.perMillimetre"),
      band: say("viewport.eeg.band"),
      lowOnly: say("viewport.eeg.lowOnly"),
      unfiltered: say("viewport.eeg.unfiltered"),
      noNotch: say("viewport.eeg.noNotch"),
      bipolar: say("viewport.eeg.bipolar"),
      recorded: say("viewport.eeg.recorded"),
      montage: say("viewport.eeg.montage"),
      filter: say("viewport.eeg.filter"),
      page: say("viewport.eeg.page"),
      turnPage: say("viewport.eeg.turnPage"),
      leftOut: (count) => say("viewport.eeg.leftOut", { count }),
    },
  };
}
