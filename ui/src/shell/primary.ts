/** What a page's or dialog's one main button is told by: the component library writes it. */
const MAIN_BUTTON = 'button[data-variant="filled"]:not(:disabled)';

/** Presses the main button of what is open on top: the dialog, when there is one, else the page. */
export function pressMainButton(event: KeyboardEvent, page: HTMLElement | null): void {
  // A key that is held presses once.
  if (event.repeat) return;
  const dialog = [...document.querySelectorAll<HTMLElement>("[role=dialog]")].at(-1);
  (dialog ?? page)?.querySelector<HTMLButtonElement>(MAIN_BUTTON)?.click();
}
