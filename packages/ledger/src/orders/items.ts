/** One line of an order. */
export interface OrderLine {
  ticketId: string;
  /** The ticket type's kind at the time of the order, for example `adult`. */
  type: string;
  qty: number;
  /** Price of one ticket, in minor units. */
  unitMinor: number;
}

/** Ticket ids and kinds: characters that are safe in packed items and in URLs. */
export const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

// The packed form stored in Redis and parsed by items.lua: "ticket:qty:unitMinor:type,...".

/** Packs an order's lines for its record. */
export function packItems(lines: readonly OrderLine[]): string {
  return lines
    .map((line) => `${line.ticketId}:${line.qty}:${line.unitMinor}:${line.type}`)
    .join(',');
}

/** Unpacks the items of an order's record. Throws on anything `packItems` did not write. */
export function unpackItems(packed: string): OrderLine[] {
  return packed.split(',').map((item) => {
    const [ticketId, qty, unitMinor, type, ...rest] = item.split(':');
    if (!ticketId || !type || rest.length > 0 || !isCount(qty) || !isCount(unitMinor)) {
      throw new Error(`malformed items in an order's record: ${JSON.stringify(packed)}`);
    }
    return { ticketId, type, qty: Number(qty), unitMinor: Number(unitMinor) };
  });
}

function isCount(text: string | undefined): boolean {
  return text !== undefined && /^\d+$/.test(text);
}
