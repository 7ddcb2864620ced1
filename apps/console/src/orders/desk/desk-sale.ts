import type { Desk, SaleRequest } from '@onsale/api-client';
import { totalOf } from '@onsale/i18n';

/** What the form of the desk has been told. */
export interface DeskValues {
  kind: SaleRequest['kind'];
  /** How many of each ticket type, by its id; none of those that are missing. */
  counts: Record<string, number>;
  paymentMethod: NonNullable<SaleRequest['paymentMethod']>;
  customer: { name: string; email: string };
  note: string;
}

export function emptySale(values?: Pick<DeskValues, 'kind' | 'paymentMethod'>): DeskValues {
  return {
    kind: values?.kind ?? 'box_office',
    counts: {},
    // As the last buyer paid, most likely.
    paymentMethod: values?.paymentMethod ?? 'cash',
    customer: { name: '', email: '' },
    note: '',
  };
}

export function countOf({ counts }: DeskValues): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** What the buyer has to pay. */
export function sumOf(desk: Desk, { kind, counts }: DeskValues): number {
  if (kind === 'complimentary') return 0;
  const lines = desk.tickets.map(({ ticketId, price }) => ({ price, qty: counts[ticketId] ?? 0 }));
  return totalOf(lines, desk.currency);
}

/** The request for it. The sum goes along: nobody pays another than they were told. */
export function saleRequest(desk: Desk, values: DeskValues): SaleRequest {
  const { kind, counts, paymentMethod, customer, note } = values;
  return {
    kind,
    items: desk.tickets.flatMap(({ ticketId }) => {
      const qty = counts[ticketId] ?? 0;
      return qty > 0 ? [{ ticketId, qty }] : [];
    }),
    customer: { name: customer.name.trim(), email: customer.email.trim() },
    ...(kind === 'box_office' ? { paymentMethod } : {}),
    expectedTotal: sumOf(desk, values),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}
