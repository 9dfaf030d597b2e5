import { ActionIcon, NumberInput } from "@mantine/core";
import { useState } from "react";
import type { MaskPreview, MaskRect } from "../../core/bindings";
import { words } from "../../core/words";
import { CloseIcon } from "../../shared/icons";
import styles from "./MaskDialog.module.css";
import { FIELDS, type Field, typed } from "./masking";

type Props = {
  preview: MaskPreview;
  rects: MaskRect[];
  chosen: number | null;
  onChoose: (at: number) => void;
  onChange: (rect: MaskRect, at: number) => void;
  onRemove: (at: number) => void;
};

/** The covered parts as numbers, for those who type. */
export function MaskList({ preview, rects, chosen, onChoose, onChange, onRemove }: Props) {
  if (rects.length === 0) return <p className={styles.mute}>{words("study.mask.none")}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.parts}>
        <thead>
          <tr>
            <td />
            {FIELDS.map((field) => (
              <th scope="col" key={field}>
                {words(`study.mask.field.${field}`)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rects.map((rect, at) => (
            <tr key={at} data-chosen={at === chosen || undefined} onFocus={() => onChoose(at)}>
              <th scope="row">{at + 1}</th>
              {FIELDS.map((field) => (
                <td key={field}>
                  <PixelField
                    field={field}
                    number={at + 1}
                    value={rect[field]}
                    onCommit={(value) => onChange(typed(rect, field, value, preview), at)}
                  />
                </td>
              ))}
              <td>
                <ActionIcon
                  size={24}
                  aria-label={words("study.mask.remove", { number: at + 1 })}
                  onClick={() => onRemove(at)}
                  data-testid={`mask-remove-${at + 1}`}
                >
                  <CloseIcon size={14} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type FieldProps = {
  field: Field;
  number: number;
  value: number;
  onCommit: (value: number) => void;
};

/** A number of pixels; it counts when one leaves it or presses Enter, and not while it is typed. */
function PixelField({ field, number, value, onCommit }: FieldProps) {
  const [text, setText] = useState<string | number | null>(null);
  const commit = () => {
    if (text !== null && text !== "") onCommit(Number(text));
    setText(null);
  };
  return (
    <NumberInput
      size="xs"
      hideControls
      allowDecimal={false}
      allowNegative={false}
      value={text ?? value}
      onChange={setText}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        commit();
      }}
      aria-label={words("study.mask.fieldOf", {
        field: words(`study.mask.field.${field}`),
        number,
      })}
      data-testid={`mask-${field}-${number}`}
    />
  );
}
