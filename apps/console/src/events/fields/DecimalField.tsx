import { TextInput, type TextInputProps } from '@mantine/core';
import type { NumberText } from '../form/event-form.ts';
import { decimalMark } from './decimal-mark.ts';

/**
 * A number that may have a fraction. Comma and point both begin the fraction, however it gets in: what could
 * mean a thousand instead is left as it is typed, for whoever checks the form.
 */
export function DecimalField({
  value = '',
  onChange,
  ...props
}: { value?: NumberText; onChange?: (value: string) => void } & Omit<
  TextInputProps,
  'value' | 'onChange'
>) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      value={String(value).replace('.', decimalMark())}
      onChange={({ currentTarget }) => onChange?.(decimalText(currentTarget.value))}
      {...props}
    />
  );
}

function decimalText(typed: string): string {
  return typed.trim().replaceAll(',', '.');
}
