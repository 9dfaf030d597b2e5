import { words } from "../core/words";

/** The words of the strip below a large picture. */
export function viewportWords() {
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
