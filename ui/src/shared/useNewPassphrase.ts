import { useState } from "react";
import { isUsable } from "./passphrase";

/** A new passphrase as it is typed: whether it will do, and what `NewPassphrase` is handed. */
export function useNewPassphrase() {
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  return {
    passphrase,
    usable: isUsable(passphrase, again),
    fields: { value: passphrase, again, onChange: setPassphrase, onAgain: setAgain },
  };
}
