import { Select, type SelectProps } from '@mantine/core';
import { useMemo } from 'react';
import { m } from '../../app/texts.ts';

const SHOWN = 40;
const FREQUENT = ['EUR', 'CHF', 'USD', 'GBP', 'SEK', 'DKK', 'NOK', 'PLN', 'CZK'];

/** A currency by its code and name. */
export function CurrencyField({ value, ...props }: SelectProps & { value?: string }) {
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames([document.documentElement.lang], { type: 'currency' });
    const codes = [...FREQUENT, ...Intl.supportedValuesOf('currency')];
    return [...new Set(value ? [value, ...codes] : codes)].map((code) => ({
      value: code,
      label: `${code} – ${names.of(code) ?? code}`,
    }));
  }, [value]);
  return (
    <Select
      label={m.events_currency()}
      data={currencies}
      limit={SHOWN}
      searchable
      allowDeselect={false}
      nothingFoundMessage={m.events_nothing_found()}
      {...(value === undefined ? {} : { value })}
      {...props}
    />
  );
}
