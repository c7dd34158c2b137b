/// A field for one line of text or several.
import type { ComponentPropsWithRef, KeyboardEvent, Ref } from "react";
import { isComposing } from "@/platform/ime";
import { cx } from "./cx";
import { CONTROL, Field, type FieldTexts } from "./field";

export interface TextFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  multiline?: boolean;
  /** Rows of a multiline field before it scrolls; it is made taller by its handle. */
  rows?: number;
  placeholder?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  maxLength?: number;
  autoComplete?: string;
  inputMode?: ComponentPropsWithRef<"input">["inputMode"];
  type?: "text" | "search";
  onBlur?: () => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => void;
  ref?: Ref<HTMLInputElement & HTMLTextAreaElement>;
  className?: string;
  /** Classes of the control itself, for a title that is set larger. */
  controlClassName?: string;
}

export function TextField(props: TextFieldProps) {
  const { label, hideLabel, error, hint, required, className, controlClassName, multiline, rows = 5, value, onChange, autoComplete = "off", type = "text", onKeyDown, ...rest } = props;
  const keys = (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    // An Enter that confirms a conversion must not send the form around the field.
    if (!multiline && event.key === "Enter" && isComposing(event)) event.preventDefault();
    onKeyDown?.(event);
  };
  return (
    <Field {...{ label, hideLabel, error, hint, required, className }}>
      {(tied) =>
        multiline ? (
          <textarea {...rest} {...tied} onKeyDown={keys} rows={rows} value={value} autoComplete={autoComplete} onChange={(event) => onChange(event.target.value)} className={cx(CONTROL, "resize-y py-2.5 leading-[1.75]", controlClassName)} />
        ) : (
          <input {...rest} {...tied} onKeyDown={keys} type={type} value={value} autoComplete={autoComplete} onChange={(event) => onChange(event.target.value)} className={cx(CONTROL, "h-9.5", controlClassName)} />
        )
      }
    </Field>
  );
}
