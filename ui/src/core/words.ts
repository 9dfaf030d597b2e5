import { createInstance } from "i18next";
import type common from "../../../assets/words/en/common.json";
import type ui from "../../../assets/words/en/ui.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "ui";
    resources: { ui: typeof ui; common: typeof common };
  }
}

const files = import.meta.glob<Record<string, unknown>>("../../../assets/words/en/*.json", {
  eager: true,
  import: "default",
});

/** Every namespace of the catalogue by its name: the file's name without its ending. */
const namespaces = Object.fromEntries(
  Object.entries(files).map(([path, words]) => [path.replace(/^.*\/|\.json$/g, ""), words]),
);

/**
 * The catalogue of words, one for screens, terminal and report.
 *
 * The language is always named: a system without a locale would else make the
 * web view's number and plural rules throw.
 */
export const catalogue = createInstance();

void catalogue.init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: namespaces },
  defaultNS: "ui",
  initAsync: false,
  returnNull: false,
  interpolation: { escapeValue: false },
});

/** The screens' words, by key. */
export const words = catalogue.getFixedT("en", "ui");

/** A text of the catalogue by a name that only the core knows, or nothing. */
export function textOf(
  namespace: string,
  key: string,
  params: { [name: string]: string } = {},
): string | null {
  const found: unknown = catalogue.getResource("en", namespace, key);
  if (typeof found !== "string") return null;
  return catalogue.services.interpolator.interpolate(found, params, "en", {});
}
