import { words } from "../core/words";

/** The words of the strip below a large picture. */
function viewportWords() {
  return {
    contrast: words("picture.contrast"),
    brightness: words("picture.brightness"),
    zoom: words("picture.zoom"),
    fit: words("picture.fit"),
    oneToOne: words("picture.oneToOne"),
    invert: words("picture.invert"),
    reset: words("picture.reset"),
  };
}

/** The words of the strip below a trace. */
function traceWords() {
  return {
    perSecond: words("picture.perSecond"),
    perMillivolt: words("picture.perMillivolt"),
    notToScale: words("picture.notToScale"),
    noFilter: words("picture.noFilter"),
    larger: words("picture.larger"),
    smaller: words("picture.smaller"),
    layout: words("picture.layout"),
    scroll: words("picture.scroll"),
    reset: words("picture.reset"),
    eeg: {
      seconds: words("picture.eeg.seconds"),
      perMillimetre: words("picture.eeg.perMillimetre"),
      band: words("picture.eeg.band"),
      lowOnly: words("picture.eeg.lowOnly"),
      unfiltered: words("picture.eeg.unfiltered"),
      noNotch: words("picture.eeg.noNotch"),
      bipolar: words("picture.eeg.bipolar"),
      recorded: words("picture.eeg.recorded"),
      montage: words("picture.eeg.montage"),
      filter: words("picture.eeg.filter"),
      page: words("picture.eeg.page"),
      turnPage: words("picture.eeg.turnPage"),
      leftOut: (count: number) => words("picture.eeg.leftOut", { count }),
    },
  };
}

/** The words below a sample, whatever it is. */
export function sampleWords() {
  return { picture: viewportWords(), trace: traceWords() };
}
