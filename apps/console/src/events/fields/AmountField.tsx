import { Text } from '@mantine/core';
import type { ComponentProps } from 'react';
import { DecimalField } from './DecimalField.tsx';

/** An amount in a currency, which stands beside it. */
export function AmountField({
  currency,
  ...props
}: { currency: string } & ComponentProps<typeof DecimalField>) {
  return (
    <DecimalField
      rightSection={
        <Text span size="sm" c="dimmed" aria-hidden>
          {currency}
        </Text>
      }
      rightSectionWidth={52}
      {...props}
    />
  );
}
