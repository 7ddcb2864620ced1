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

/** Puts the events of a catalog (YAML) on sale. */
export async function putOnSale(ledger: Ledger, catalog: string): Promise<void> {
  await applyCatalog(ledger, parseCatalog(catalog, 'catalog.yaml'));
}

/**
 * Sells `wanted`, such as `adult:2,child:1`, of an event in shard 0 as gateway and worker do, and answers the id of
 * the order: confirmed, or held with `holdMs`.
 */
export async function sellTickets(
  ledger: Ledger,
  { eventId, wanted, ...changes }: { eventId: string; wanted: string } & Partial<NewOrder>,
): Promise<string> {
  const event = await readEvent(ledger, eventId);
  if (event === undefined) throw new Error(`there is no event ${eventId}`);
  const lines = wanted.split(',').map((item) => {
    const [ticketId = '', qty] = item.split(':');
    const type = event.document.tickets.find(({ id }) => id === ticketId);
    if (type === undefined) throw new Error(`there is no ticket type ${ticketId}`);
    return { ticketId, type: type.type, qty: Number(qty), unitMinor: type.priceMinor };
  });
  const order: NewOrder = {
    ...{ id: newOrderId(0, Date.now()), eventId, currency: event.document.currency, lines },
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    paymentMethod: 'credit_card',
    totalMinor: lines.reduce((sum, line) => sum + line.qty * line.unitMinor, 0),
    ...changes,
  };
  const [placed] = await placeOrders(ledger, 0, { orders: [order], maxBacklog: 1000 });
  if (placed?.outcome !== 'placed') throw new Error(`the order is ${placed?.outcome}`);
  await ensureWorkerGroup(ledger.redis, 0);
  const read = { consumer: 'test', count: 100, blockMs: 1 };
  const settled = await settleOrders(ledger, 0, await readEntries(ledger.redis, 0, read));
  if (settled.includes('rejected')) throw new Error('the order was rejected');
  return order.id;
}
