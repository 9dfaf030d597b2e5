import { clearMocks } from "@tauri-apps/api/mocks";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A whole page takes a while to come on a busy machine.
configure({ asyncUtilTimeout: 5000 });

// What the component library asks of a browser, and the test's window does not have.
HTMLElement.prototype.scrollIntoView = () => {};
Object.defineProperty(document, "fonts", { configurable: true, value: new EventTarget() });

// A test's window has no layout: a long list shows its first rows when it is told a size.
Object.defineProperties(HTMLElement.prototype, {
  offsetHeight: { configurable: true, get: () => 600 },
  offsetWidth: { configurable: true, get: () => 900 },
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 900 },
});

afterEach(async () => {
  cleanup();
  // Listeners say good-bye to the core one moment later.
  await new Promise((resolve) => setTimeout(resolve));
  clearMocks();
});
