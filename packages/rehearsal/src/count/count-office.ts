import { setTimeout as delay } from 'node:timers/promises';
import type { RecordedOrder } from '../evidence.ts';
import type { OfficeClient } from '../office-client.ts';
import { minorOf } from './count-orders.ts';
import { readCsv } from './read-csv.ts';

/** It is behind by a second or two; this long without anything new, and it has given up. */
const STUCK_MS = 30_000;
const LOOK_MS = 1000;

/**
 * The orders of an event as the office exports them, once it has so many confirmed ones, or no more come. Orders that
 * are refused may be left out of it.
 */
export async function countOffice(
  client: OfficeClient,
  eventId: string,
  { confirmed, signal }: { confirmed: number; signal: AbortSignal },
): Promise<Map<string, RecordedOrder>> {
  let orders = new Map<string, RecordedOrder>();
  for (let newsMs = performance.now(), last = -1; !signal.aborted;) {
    orders = await readOffice(client, eventId);
    const count = [...orders.values()].filter(({ status }) => status === 'confirmed').length;
    if (count >= confirmed) break;
    if (count > last) newsMs = performance.now();
    last = count;
    if (performance.now() - newsMs > STUCK_MS) break;
    await delay(LOOK_MS);
  }
  return orders;
}

/** How many tickets a cell such as `2 x Adult, 1 x Child` names. */
export function ticketsIn(cell: string): number {
  return cell.matchAll(/(?:^|, )(\d+) x /g).reduce((sum, [, count]) => sum + Number(count), 0);
}

async function readOffice(
  client: OfficeClient,
  eventId: string,
): Promise<Map<string, RecordedOrder>> {
  const text = await client.text(`/v1/reports/orders.csv?eventId=${eventId}&separator=comma`);
  return new Map(
    readCsv(text).map((row) => [
      row['Order'] ?? '',
      {
        status: row['Status'] ?? '',
        tickets: ticketsIn(row['Tickets'] ?? ''),
        totalMinor: minorOf(Number(row['Total'])),
      },
    ]),
  );
}
