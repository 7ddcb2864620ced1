import type { LiveSale, PoolSale, TicketSale } from '@onsale/contracts';
import {
  given,
  isWindowOpen,
  type Ledger,
  poolName,
  readBacklog,
  readShownPools,
  readShownStock,
  readTimeMs,
  salesWindowOf,
  type ShownStock,
  type StoredEvent,
  stockKey,
  toDecimal,
} from '@onsale/ledger';
import { RATE_S, type RecordedSale, type Records } from '@onsale/records';
import { describeServices, readDesired, readFleet } from '@onsale/service';
import { findEvent } from '../events/find-event.ts';
import { readRecordedUntil } from './recorded-until.ts';

/** The sale of an event at this moment. Throws `ApiError` 404 when there is no such event. */
export async function readLiveSale(
  parts: { ledger: Ledger; records: Records; readRecorded: () => Promise<RecordedSale> },
  eventId: string,
): Promise<LiveSale> {
  const { ledger, records, readRecorded } = parts;
  const event = await findEvent(ledger, eventId);
  const { shard, document } = event;
  const ticketIds = document.tickets.map(({ id }) => id);
  const pools = (document.pools ?? []).map(({ id }) => poolName(eventId, id));
  const [stock, poolStock, backlog, instances, desired, nowMs, recorded, until] = await Promise.all(
    [
      readShownStock(ledger, shard, ticketIds),
      readShownPools(ledger, shard, pools),
      readBacklog(ledger, shard),
      readFleet(ledger.redis),
      readDesired(ledger.redis),
      readTimeMs(ledger, stockKey(shard)),
      readRecorded(),
      readRecordedUntil({ records, ledger: () => ledger }, shard),
    ],
  );
  const { name, startsAt, timeZone, salesFrom, salesTo } = document;
  const tickets = document.tickets.map((ticket) => ({
    ...showTicket(event, ticket, nowMs),
    ...showBooks(stock.get(ticket.id)),
  }));
  return {
    ...{ at: new Date(nowMs).toISOString(), eventId, name, status: event.status },
    ...{ revision: event.revision, onSale: tickets.some(({ onSale }) => onSale), startsAt },
    ...given({ timeZone, salesFrom, salesTo }),
    tickets,
    pools: (document.pools ?? []).map(({ id }): PoolSale => {
      return { poolId: id, ...showBooks(poolStock.get(poolName(eventId, id))) };
    }),
    ...showRecorded(recorded),
    ...given({ recordedUntil: until?.toISOString() }),
    line: {
      waiting: backlog.waiting,
      ...given({ oldestMs: backlog.oldestMs }),
      deadLetters: backlog.deadLetters,
    },
    fleet: { services: describeServices(instances, desired, new Map()), instances },
  };
}

function showTicket(
  { document, status }: StoredEvent,
  ticket: StoredEvent['document']['tickets'][number],
  nowMs: number,
): Omit<TicketSale, keyof PoolSale> & Pick<TicketSale, 'poolId'> {
  const { id: ticketId, name, type, priceMinor, currency, pool, salesFrom, salesTo } = ticket;
  return {
    ...{ ticketId, name, type, price: toDecimal(priceMinor, currency), currency },
    ...given({ poolId: pool, salesFrom, salesTo }),
    onSale: status === 'on_sale' && isWindowOpen(salesWindowOf(document, ticket), nowMs),
  };
}

// Whatever is neither left nor on hold is sold.
function showBooks(shown: ShownStock | undefined) {
  const { capacity = 0, remaining = 0, held = 0 } = shown ?? {};
  return { capacity, remaining, held, sold: capacity - remaining - held };
}

function showRecorded({ takings, held, paying, recent, rejected }: RecordedSale) {
  return {
    ordersPerSecond: Math.round((recent / RATE_S) * 10) / 10,
    rejectedPerMinute: rejected,
    revenue: takings.map(({ currency, totalMinor, todayMinor, orders, ordersToday }) => ({
      ...{
        currency,
        today: toDecimal(todayMinor, currency),
        total: toDecimal(totalMinor, currency),
      },
      ...{ ordersToday, orders },
    })),
    payments: { open: held, underWay: paying },
  };
}
