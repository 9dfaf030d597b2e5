/** Keys of the web view that would reload, print, save or show the page's source. */
const LEAVING = new Set(["F5", "F7", "F12", "BrowserBack", "BrowserForward", "BrowserRefresh"]);
const LEAVING_WITH_CTRL = new Set(["r", "p", "s", "u", "g", "f", "o", "w"]);

/**
 * Takes from the page what a web page can do and a reading room must not.
 *
 * No menu to save or inspect a picture, no dragging it out, and no key that
 * throws away an answer that is not saved yet.
 */
export function guardRoom(page: Document): void {
  const stop = (event: Event) => event.preventDefault();
  page.addEventListener("contextmenu", stop);
  page.addEventListener("dragstart", stop);
  page.addEventListener("drop", stop);
  page.addEventListener("dragover", stop);
  page.addEventListener(
    "keydown",
    (event) => {
      const withCtrl = event.ctrlKey || event.metaKey;
      const sideways = event.altKey && /^Arrow(Left|Right)$/.test(event.key);
      const leaves = withCtrl ? LEAVING_WITH_CTRL.has(event.key.toLowerCase()) : sideways;
      if (leaves || LEAVING.has(event.key)) event.preventDefault();
    },
    { capture: true },
  );
}
