import { unpackOrder } from '@onsale/ledger';
import { sql } from 'kysely';
import { checkRow } from '../orders/check-row.ts';
import { insertInto } from '../orders/insert-rows.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** An order that got nothing when it was settled. */
export interface Rejection {
  reason: string;
  /** By Redis' clock. */
  atMs: number;
  /** Undefined when it is gone: then nobody knows what it wanted. */
  record: string | undefined;
}

const MINUTE_MS = 60_000;

/** Adds rejections to the counts of their events, ticket types, reasons and minutes. */
export async function countRejections(
  tx: RecordsTransaction,
  rejections: readonly Rejection[],
): Promise<void> {
  const counts = new Map<string, ReturnType<typeof toRow>>();
  for (const rejection of rejections) {
    for (const row of rowsOf(rejection)) {
      const key = [row.event_id, row.ticket_id, row.reason, row.minute].join(' ');
      const sum = counts.get(key);
      counts.set(key, row);
      if (sum === undefined) continue;
      row.orders += sum.orders;
      row.tickets += sum.tickets;
    }
  }
  if (counts.size === 0) return;
  await sql`
    ${insertInto('records.rejections', [...counts.values()])}
    on conflict (event_id, minute, ticket_id, reason) do update set
      orders = rejections.orders + excluded.orders,
      tickets = rejections.tickets + excluded.tickets
  `.execute(tx);
}

// Of a malformed record, nobody knows either.
function rowsOf({ record, reason, atMs }: Rejection) {
  if (record === undefined) return [];
  const minute = new Date(Math.floor(atMs / MINUTE_MS) * MINUTE_MS).toISOString();
  try {
    const { eventId, lines } = unpackOrder(record);
    const rows = lines.map((line) => toRow(eventId, line, { reason, minute }));
    for (const row of rows) checkRow(row);
    return rows;
  } catch {
    return [];
  }
}

function toRow(
  eventId: string,
  { ticketId, qty }: { ticketId: string; qty: number },
  why: { reason: string; minute: string },
) {
  return { event_id: eventId, ticket_id: ticketId, ...why, orders: 1, tickets: qty };
}
