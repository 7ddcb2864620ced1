import type { SalesReport } from '@onsale/api-client';
import { formatCount, formatPrice } from '@onsale/i18n';
import { wordsOfSource } from '../orders/words-of-order.ts';
import type { Column } from '../ui/RowList.tsx';

/** A column of whole numbers. */
export function count<Name extends string>(
  label: string,
  name: Name,
): Column<Record<Name, number>> {
  return { label, isNumber: true, render: (row) => formatCount(row[name]) };
}

/** A column of amounts. */
export function price<Name extends string>(
  label: string,
  name: Name,
): Column<Record<Name, number> & { currency: string }> {
  return { label, isNumber: true, render: (row) => formatPrice(row[name], row.currency) };
}

/** Where an order was sold; a place that the console does not know stays as it is. */
export function wordsOfChannel({ source }: SalesReport['channels'][number]): string {
  const isKnown = source === 'shop' || source === 'box_office' || source === 'complimentary';
  return isKnown ? wordsOfSource(source) : source;
}
