import { TextInput, type TextInputProps } from '@mantine/core';
import { countText } from '../form/number-text.ts';
import type { NumberText } from '../form/event-form.ts';

/** A whole number of something; groups of thousands may be written as people do. */
export function CountField({
  value = '',
  onChange,
  ...props
}: { value?: NumberText; onChange?: (value: string) => void } & Omit<
  TextInputProps,
  'value' | 'onChange'
>) {
  return (
    <TextInput
      inputMode="numeric"
      autoComplete="off"
      maxLength={20}
      value={String(value)}
      onChange={({ currentTarget }) => onChange?.(countText(currentTarget.value))}
      {...props}
    />
  );
}
