import { NumberInput, type NumberInputProps } from '@mantine/core';

/** A whole number of something. */
export function CountField(props: NumberInputProps) {
  return (
    <NumberInput
      hideControls
      min={0}
      clampBehavior="none"
      allowDecimal={false}
      inputMode="numeric"
      {...props}
    />
  );
}
