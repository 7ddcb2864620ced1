import type { EventSummary, Start, TakingsOfToday } from '@onsale/contracts';
import { toDecimal } from '@onsale/ledger';
import { readTakingsToday } from '@onsale/records';
import { type Actor, eventsWith } from '../access/actor.ts';
import type { OfficeParts } from '../app.ts';
import { listEvents } from '../events/list-events.ts';
import { readAttention } from './read-attention.ts';

/** Events on the page; whoever has more on sale looks at the list. */
const EVENTS = '20';

/** What an actor sees first. */
export async function readStart(
  parts: Pick<OfficeParts, 'records' | 'ledger'>,
  actor: Actor,
): Promise<Start> {
  const ledger = parts.ledger();
  const allowed = eventsWith(actor, 'events.read');
  const nowMs = Date.now();
  const list = (query: { status?: string; when: 'upcoming' | 'all'; limit: string }) =>
    listEvents(ledger, query, { allowed, nowMs });
  const [onSale, any, today, attention] = await Promise.all([
    list({ status: 'on_sale,paused', when: 'upcoming', limit: EVENTS }),
    list({ when: 'all', limit: '1' }),
    readToday(parts, actor),
    readAttention(parts, actor),
  ]);
  return {
    at: new Date(nowMs).toISOString(),
    onSale: onSale.items satisfies EventSummary[],
    onSaleCount: onSale.total,
    isEmpty: any.total === 0,
    ...(today === undefined ? {} : { today }),
    attention,
  };
}

async function readToday(
  { records }: Pick<OfficeParts, 'records'>,
  actor: Actor,
): Promise<TakingsOfToday[] | undefined> {
  const events = eventsWith(actor, 'reports.read');
  if (events !== 'all' && events.size === 0) return undefined;
  const takings = await readTakingsToday(records, events === 'all' ? 'all' : [...events]);
  return takings.map(({ currency, orders, tickets, revenueMinor }) => ({
    ...{ currency, orders, tickets },
    revenue: toDecimal(revenueMinor, currency),
  }));
}
