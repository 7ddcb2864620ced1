/** What a code takes off the price of an order. */
export interface Discount {
  /** What one use is: the order, or each ticket. */
  unit: 'order' | 'ticket';
  /** Percent of the price, up to three digits after the point. */
  percent?: number | undefined;
  /** Minor units for each use. */
  amountMinor?: number | undefined;
  /** Ticket types that are discounted; all when missing. */
  discounted?: readonly string[] | undefined;
}

/** Which totals can be paid, in minor units; `{ leastMinor: 0, stepMinor: 1 }` where anything can. */
export interface PayableTotals {
  /** The least one above zero. */
  leastMinor: number;
  /** Every total is a multiple of it. */
  stepMinor: number;
}

interface PricedLine {
  ticketId: string;
  qty: number;
  unitMinor: number;
}

/**
 * By how much the total of an order is less than the sum of its lines, in minor units. It is rounded down once for the
 * order, is at most the price of what is discounted, and leaves no total between zero and the least that can be paid.
 * Gateway and shop both count by it, so this file must also run in a browser, without the schemas.
 */
export function discountMinorOf(
  discount: Discount,
  lines: readonly PricedLine[],
  { leastMinor, stepMinor }: PayableTotals,
): number {
  const reduced = lines.filter(({ ticketId }) => isDiscounted(discount, ticketId));
  const reducedMinor = sumOf(reduced);
  const askedMinor = Math.min(reducedMinor, askedMinorOf(discount, reduced));
  const discountMinor = askedMinor - (askedMinor % stepMinor);
  const totalMinor = sumOf(lines);
  const isPayable = discountMinor === totalMinor || totalMinor - discountMinor >= leastMinor;
  return isPayable ? discountMinor : Math.max(0, totalMinor - leastMinor);
}

/** Whether less is paid for a ticket type. */
export function isDiscounted(
  { percent, amountMinor, discounted }: Discount,
  ticketId: string,
): boolean {
  if (percent === undefined && amountMinor === undefined) return false;
  return discounted === undefined || discounted.includes(ticketId);
}

// A percentage of a large amount is not exact in binary floating point.
function askedMinorOf(
  { unit, percent, amountMinor = 0 }: Discount,
  reduced: readonly PricedLine[],
): number {
  if (percent !== undefined) {
    const thousandths = BigInt(Math.round(percent * 1000));
    return Number((BigInt(sumOf(reduced)) * thousandths) / 100_000n);
  }
  const times = unit === 'order' ? 1 : reduced.reduce((sum, { qty }) => sum + qty, 0);
  return amountMinor * times;
}

function sumOf(lines: readonly PricedLine[]): number {
  return lines.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0);
}
