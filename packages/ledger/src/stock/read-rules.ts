import { poolName, rulesField, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { readFields } from '../read-fields.ts';

/** What the stock of a shard says of a ticket type besides its books. */
export interface TicketRules {
  eventId: string;
  /** The `poolName` of the pool it draws on, if any. */
  pool: string | undefined;
}

/** The rules of all ticket types of a shard that have some, withdrawn ones included. */
export async function readRules(ledger: Ledger, shard: number): Promise<Map<string, TicketRules>> {
  const rules = new Map<string, TicketRules>();
  for (const [field, value] of await readFields(ledger, stockKey(shard))) {
    const [ticketId = ''] = field.split(':');
    if (field !== rulesField(ticketId)) continue;
    // As write-event.lua writes them.
    const [eventId = '', poolId = '-'] = value.split(' ');
    rules.set(ticketId, { eventId, pool: poolId === '-' ? undefined : poolName(eventId, poolId) });
  }
  return rules;
}
