import { NumberInput, type NumberInputProps } from '@mantine/core';
import { minorDigitsOf } from '@onsale/i18n';
import { decimalMark } from './decimal-mark.ts';

/** An amount in a currency, with its digits, written as the reader writes numbers. */
export function AmountField({ currency, ...props }: { currency: string } & NumberInputProps) {
  return (
    <NumberInput
      hideControls
      min={0}
      clampBehavior="none"
      decimalScale={minorDigitsOf(currency)}
      decimalSeparator={decimalMark()}
      allowedDecimalSeparators={[',', '.']}
      inputMode="decimal"
      rightSection={
        <span aria-hidden style={{ fontSize: 'var(--mantine-font-size-sm)' }}>
          {currency}
        </span>
      }
      rightSectionWidth={52}
      {...props}
    />
  );
}
