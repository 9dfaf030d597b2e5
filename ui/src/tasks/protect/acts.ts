/** What can be done on the page, each in a dialog of its own. */
export type Act =
  | { does: "protect" | "add" | "renew" | "unprotect" }
  | { does: "encrypt"; to: boolean }
  | { does: "passphrase" | "remove"; name: string };
