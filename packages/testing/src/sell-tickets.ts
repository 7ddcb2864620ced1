import {
  applyCatalog,
  ensureWorkerGroup,
  type Ledger,
  newOrderId,
  type NewOrder,
  placeOrders,
  readEntries,
  readEvent,
  settleOrders,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';

/** Orders in one call. */
const BATCH = 200;

interface Wanted {
  eventId: string;
  /** Ticket types with how many of each, such as `adult:2,child:1`. */
  wanted: string;
}

/** Puts the events of a catalog (YAML) on sale. */
export async function putOnSale(ledger: Ledger, catalog: string): Promise<void> {
  await applyCatalog(ledger, parseCatalog(catalog, 'catalog.yaml'));
}

/**
 * Sells `wanted` of an event in shard 0 as gateway and worker do, and answers the id of the order: confirmed, or held
 * with `holdMs`.
 */
export async function sellTickets(
  ledger: Ledger,
  { eventId, wanted, ...changes }: Wanted & Partial<NewOrder>,
): Promise<string> {
  const draft = await draftOrder(ledger, { eventId, wanted });
  const order = { ...draft(), ...changes };
  await sell(ledger, [order]);
  return order.id;
}

/** Sells it to many, each of whom has a name and an address of their own; answers the ids of their orders. */
export async function sellToMany(
  ledger: Ledger,
  { buyers, ...what }: Wanted & { buyers: number },
): Promise<string[]> {
  const draft = await draftOrder(ledger, what);
  const ids: string[] = [];
  while (ids.length < buyers) {
    const orders = Array.from({ length: Math.min(BATCH, buyers - ids.length) }, (_, i) => {
      const number = ids.length + i + 1;
      const customer = { name: `Buyer ${number}`, email: `buyer-${number}@example.org` };
      return { ...draft(), customer };
    });
    await sell(ledger, orders);
    ids.push(...orders.map(({ id }) => id));
  }
  return ids;
}

async function draftOrder(ledger: Ledger, { eventId, wanted }: Wanted): Promise<() => NewOrder> {
  const event = await readEvent(ledger, eventId);
  if (event === undefined) throw new Error(`there is no event ${eventId}`);
  const lines = wanted.split(',').map((item) => {
    const [ticketId = '', qty] = item.split(':');
    const type = event.document.tickets.find(({ id }) => id === ticketId);
    if (type === undefined) throw new Error(`there is no ticket type ${ticketId}`);
    return { ticketId, type: type.type, qty: Number(qty), unitMinor: type.priceMinor };
  });
  return () => ({
    ...{ id: newOrderId(0, Date.now()), eventId, currency: event.document.currency, lines },
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    paymentMethod: 'credit_card',
    totalMinor: lines.reduce((sum, line) => sum + line.qty * line.unitMinor, 0),
  });
}

async function sell(ledger: Ledger, orders: readonly NewOrder[]): Promise<void> {
  for (const placed of await placeOrders(ledger, 0, { orders, maxBacklog: 1000 })) {
    if (placed.outcome !== 'placed') throw new Error(`the order is ${placed.outcome}`);
  }
  await ensureWorkerGroup(ledger.redis, 0);
  const read = { consumer: 'test', count: BATCH, blockMs: 1 };
  const settled = await settleOrders(ledger, 0, await readEntries(ledger.redis, 0, read));
  if (settled.includes('rejected')) throw new Error('the order was rejected');
}
