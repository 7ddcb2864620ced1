import {
  anonymizeStoredOrder,
  anonymizeStoredPayment,
  orderHandle,
  parseOrderId,
  readLogEnd,
  tryUnpackPayment,
  waitForReaders,
} from '@onsale/ledger';
import { anonymizeRecordedOrders, forgetPerson, vacuumRecords } from '@onsale/records';
import { anonymizeArchive } from '../archive-files/anonymize-archive.ts';
import type { AdminConfig } from '../config.ts';
import { collectPerson, type KnownPerson } from './collect-person.ts';
import { rewriteAllFiles } from './rewrite-all-files.ts';
import type { Stores } from './with-stores.ts';

/** What was done to a person's data, and what is left. Nothing of it says who the person is. */
export interface PersonReport {
  /** Orders that say nothing of the person any more, here and there; files that were replaced. */
  inRedis: number;
  recorded: number;
  files: number;
  /** Servers of Redis that wrote their files anew. */
  servers: number;
  /** Orders that keep the person for now, by their handle, and why. */
  left: { order: string; why: string }[];
  /** What could not be done, each in a sentence. */
  problems: string[];
  /** By which the provider finds the payments. */
  paymentIds: string[];
}

/** How long to wait for readers of the order log; one that is alive needs a moment only. */
const READERS_WAIT_MS = 5000;

/**
 * Removes a person from Redis, from the records and from the files of an archive, in this order; then has
 * Redis write its files anew. Orders that wait for their outcome or for money keep the person. Safe during
 * a sale, to repeat and to interrupt: what is left is found again.
 */
export async function anonymizePerson(
  stores: Stores,
  options: Parameters<typeof collectPerson>[2] & { address: string; config: AdminConfig },
): Promise<PersonReport> {
  const { address, config, folder, signal, progress } = options;
  const { ledger, redis, db } = stores;
  const known = await collectPerson(stores, address, options);
  const { words } = known;
  const report: PersonReport = {
    ...{ inRedis: 0, recorded: 0, files: 0, servers: 0, left: [] },
    problems: [...(known.archive?.problems ?? [])],
    paymentIds: paymentIdsOf(known),
  };
  const left = new Map<string, string>();
  for (const order of known.inRedis) {
    signal.throwIfAborted();
    const result = await anonymizeStoredOrder(ledger, order, words);
    if (result === 'done' || result === 'already') report.inRedis += 1;
    else left.set(order.orderId, REASONS[result]);
  }
  for (const orderId of known.recorded.keys()) {
    const shard = parseOrderId(orderId, Infinity)?.shard ?? 0;
    if (known.inRedis.some((order) => order.orderId === orderId)) continue;
    const result = await anonymizeStoredPayment(ledger, { shard, orderId }, words);
    if (result === 'money' || result === 'changed') left.set(orderId, REASONS[result]);
  }
  // Before that, a reader may still record a cause that names the person.
  for (const shard of new Set(known.inRedis.map((order) => order.shard))) {
    const logEnd = await readLogEnd(ledger, shard);
    const waiting = { logEnd, waitMs: READERS_WAIT_MS, signal };
    const behind = await waitForReaders(ledger, shard, waiting);
    if (behind !== undefined) {
      report.problems.push(
        `the reader ${behind} is behind: the order log may have causes that name the person`,
      );
    }
  }
  if (db !== undefined) {
    progress('PostgreSQL');
    const orders = [...known.recorded.keys()].map((orderId) => {
      return { orderId, shard: parseOrderId(orderId, Infinity)?.shard ?? 0 };
    });
    const result = await anonymizeRecordedOrders(db, ledger, { orders, words });
    report.recorded = result.done;
    for (const { orderId, why } of result.left) {
      if (!left.has(orderId)) left.set(orderId, REASONS[why]);
    }
    await forgetPerson(db, address);
    await vacuumRecords(db);
  }
  if (folder !== undefined) {
    const archive = await anonymizeArchive(ledger, folder, { address, words, signal });
    report.files = archive.replaced;
    if (known.archive?.isBeingWritten === true || archive.isBeingWritten) {
      report.problems.push('a file of the archive is being written, or its run was interrupted');
    }
  }
  progress('Redis writes its files');
  const rewritten = await rewriteAllFiles(redis, config, { words, signal });
  report.servers = rewritten.rewritten;
  report.problems.push(...rewritten.problems);
  report.left = [...left].map(([orderId, why]) => ({ order: orderHandle(orderId), why }));
  return report;
}

/** Why an order keeps its person. */
const REASONS = {
  pending: 'it is pending',
  held: 'it is held for a payment',
  money: 'a payment, a refund or a dispute is not decided',
  unreadable: 'it cannot be read: run audit',
  newer: 'only a newer version knows its state',
  changed: 'it changes all the time',
  gone: 'it has just left Redis',
  'in-redis': 'it came back into Redis',
} as const;

function paymentIdsOf({ inRedis, recorded, archive }: KnownPerson): string[] {
  const records = [
    ...inRedis.map(({ payment }) => payment),
    ...[...recorded.values()].map(({ payment }) => payment?.record),
    ...(archive?.lines ?? []).map(({ payment }) => payment),
  ];
  const ids = records.flatMap((record) => {
    const payment = record === undefined ? undefined : tryUnpackPayment(record);
    return payment?.attempts.flatMap(({ paymentId }) => paymentId ?? []) ?? [];
  });
  return [...new Set(ids)];
}
