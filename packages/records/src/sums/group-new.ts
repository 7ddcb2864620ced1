import type { OrderRows } from '../orders/order-rows.ts';

// Most orders are recorded once, and nobody has ever refunded one before it was recorded. Adding these up in
// the process costs a tenth of what the database needs to read them back.

/** What new orders add to each table of sums, in the order of `SUMS`, as rows that have been added up before. */
export function groupNew(
  rows: readonly OrderRows[],
): [orders: Group[], tickets: Group[], payments: Group[]] {
  const orders = new Groups();
  const tickets = new Groups();
  const payments: Group[] = [];
  for (const { order, lines, tickets: seats, payment } of rows) {
    if (order === undefined) continue;
    const { event_id, currency, status, source, payment_method } = order;
    const placed_at = quarter(order.placed_at);
    const key = { event_id, placed_at, currency, status, source, payment_method };
    const { total, fee, tax, discount } = order;
    orders.add(key, { orders: 1, total, fee, tax, discount });
    for (const { line, ticket_id, ticket_type, unit_price, qty } of lines) {
      const gone = seats.filter((seat) => seat.line === line && seat.state === 'void').length;
      tickets.add({ ...key, ticket_id, ticket_type, unit_price }, { qty, void: gone });
    }
    if (payment === undefined) continue;
    const { provider, received, returned, begun_at } = payment;
    const money = { provider, currency: payment.currency, received, returned };
    payments.push({ event_id, placed_at, begun_at, ...money });
  }
  return [orders.rows(), tickets.rows(), payments];
}

/** Whether `groupNew` adds up all that an order adds to the sums, if nothing of it was recorded before. */
export function canGroup({ order }: OrderRows): boolean {
  return order !== undefined && order.refunded === 0;
}

type Group = Record<string, unknown>;

class Groups {
  readonly #groups = new Map<string, { key: Group; amounts: Record<string, number> }>();

  add(key: Group, amounts: Record<string, number>): void {
    const name = JSON.stringify(Object.values(key));
    const known = this.#groups.get(name);
    if (known === undefined) {
      this.#groups.set(name, { key, amounts });
      return;
    }
    for (const [column, amount] of Object.entries(amounts)) {
      known.amounts[column] = (known.amounts[column] ?? 0) + amount;
    }
  }

  rows(): Group[] {
    return [...this.#groups.values().map(({ key, amounts }) => ({ ...key, ...amounts }))];
  }
}

/** Every time zone differs from UTC by whole quarters of an hour, so that the day stays the same. */
const QUARTER_MS = 900_000;

function quarter(time: Date | string): string {
  const timeMs = new Date(time).getTime();
  return new Date(Math.floor(timeMs / QUARTER_MS) * QUARTER_MS).toISOString();
}
