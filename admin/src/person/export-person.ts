import { ANONYMIZED, toOrder, unpackPayment } from '@onsale/ledger';
import {
  findPersonInDelivery,
  findScansOfOrders,
  readDocumentsOf,
  type RowsOfOrder,
  type StoredDocument,
} from '@onsale/records';
import { counted } from '../counted.ts';
import { orderJson, stateName } from '../order-json.ts';
import { collectPerson, type KnownPerson } from './collect-person.ts';
import type { Stores } from './with-stores.ts';

/** Everything that is known of whoever has an address, as an object for JSON; with how many orders. */
export async function exportPerson(
  stores: Omit<Stores, 'redis'>,
  options: Parameters<typeof collectPerson>[2] & { address: string },
): Promise<{ orders: number; problems: string[]; document: object }> {
  const known = await collectPerson(stores, options.address, options);
  const texts = textsOf(known);
  const { db } = stores;
  const issued = db === undefined ? [] : await readDocumentsOf(db, [...texts.keys()]);
  const documents = Map.groupBy(issued, ({ orderId }) => orderId);
  const scans = db === undefined ? undefined : await findScansOfOrders(db, [...texts.keys()]);
  const orders = [...texts].map(([orderId, own]) => ({
    ...describeOrder(stores, orderId, own, known.recorded.get(orderId)),
    documents: contentsOf(documents.get(orderId)),
    scans: scans?.get(orderId),
  }));
  const document = {
    address: options.address,
    exportedAt: new Date().toISOString(),
    searched: [
      'Redis',
      ...(stores.db === undefined ? [] : ['PostgreSQL']),
      ...(known.archive === undefined
        ? []
        : [`${counted(known.archive.files, 'file')} of the archive`]),
    ],
    orders,
    ...(stores.db === undefined
      ? {}
      : await findPersonInDelivery(stores.db, {
          ...{ address: options.address, orderIds: [...known.recorded.keys()] },
        })),
  };
  return { orders: orders.length, problems: known.archive?.problems ?? [], document };
}

// Undefined where there are none, as of other fields.
function contentsOf(documents: readonly StoredDocument[] | undefined): object[] | undefined {
  return documents?.map(({ content }) => content);
}

interface Texts {
  record: string;
  payment: string | undefined;
  /** Where it was found; the texts are those of the first. */
  foundIn: string[];
}

// What Redis has is the newest, then what is recorded.
function textsOf({ inRedis, recorded, archive }: KnownPerson): Map<string, Texts> {
  const all = new Map<string, Texts>();
  const add = (orderId: string, place: string, record: string, payment: string | undefined) => {
    const known = all.get(orderId);
    if (known === undefined) all.set(orderId, { record, payment, foundIn: [place] });
    else if (!known.foundIn.includes(place)) known.foundIn.push(place);
  };
  for (const { orderId, record, payment } of inRedis) add(orderId, 'Redis', record, payment);
  for (const [orderId, { order, payment }] of recorded) {
    if (order !== undefined) add(orderId, 'PostgreSQL', order.record, payment?.record);
  }
  for (const { orderId, record, payment } of archive?.lines ?? []) {
    add(orderId, 'archive', record, payment);
  }
  return all;
}

function describeOrder(
  { ledger }: Pick<Stores, 'ledger'>,
  orderId: string,
  { record, payment, foundIn }: Texts,
  rows: RowsOfOrder | undefined,
): object {
  const order = toOrder(ledger, orderId, record);
  return {
    ...orderJson(order),
    // By these, limits recognize a customer and a network address.
    customerKey: order.customerKey,
    clientKey: order.clientKey,
    // The place in the line that it was ordered from, which a cookie of the browser has, and its code with the
    // uses that it still has.
    place: order.place,
    codeUse: order.codeUse,
    /** Amounts in minor units. */
    payment: payment === undefined ? undefined : unpackPayment(payment),
    archivedAt: rows?.order?.archived_at?.toISOString(),
    tickets: rows?.tickets.map(({ line, number, version, holder, state }) => {
      return { line, number, version, holder: holder === ANONYMIZED ? '' : holder, state };
    }),
    changes: rows?.changes.map(({ from_state: from, to_state: to, cause, at }) => {
      return { from: stateName(from), to: stateName(to), cause, at: at.toISOString() };
    }),
    foundIn,
  };
}
