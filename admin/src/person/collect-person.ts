import {
  ANONYMIZED,
  findOrdersOfPerson,
  type OrderInRedis,
  type PersonWords,
  wordsOf,
  wordsOfOrder,
} from '@onsale/ledger';
import { findRecordedPerson, type RowsOfOrder, readRowsOfOrders } from '@onsale/records';
import { type ArchiveSearch, searchArchive } from '../archive-files/anonymize-archive.ts';
import type { Stores } from './with-stores.ts';

/** Everything that is known of whoever has this address. */
export interface KnownPerson {
  inRedis: OrderInRedis[];
  /** What is recorded of these orders, by their ids, and of those that were found elsewhere. */
  recorded: Map<string, RowsOfOrder>;
  archive: ArchiveSearch | undefined;
  /** By which texts that people wrote about them are found. */
  words: PersonWords;
}

/** Looks for a person everywhere but in backups. Reads all orders of Redis and of the archive. */
export async function collectPerson(
  { ledger, db }: Omit<Stores, 'redis'>,
  address: string,
  {
    folder,
    signal,
    progress,
  }: { folder: string | undefined; signal: AbortSignal; progress: (line: string) => void },
): Promise<KnownPerson> {
  const inRedis = await findOrdersOfPerson(ledger, address, {
    signal,
    onRead: (orders) => progress(`${orders.toLocaleString('en')} orders read`),
  });
  const onFile = (files: number) => progress(`${files} files of the archive read`);
  const archive =
    folder === undefined ? undefined : await searchArchive(folder, address, { signal, onFile });
  const person = db === undefined ? undefined : await findRecordedPerson(db, address);
  const ids = new Set([
    ...inRedis.map(({ orderId }) => orderId),
    ...(person?.orders ?? []).map(({ orderId }) => orderId),
    ...(archive?.lines ?? []).map(({ orderId }) => orderId),
  ]);
  const recorded = db === undefined ? new Map() : await readRowsOfOrders(db, [...ids]);
  const words = wordsOf([address, person?.name ?? '', person?.email ?? ''].filter(isText));
  const records = [...inRedis, ...(archive?.lines ?? [])].map(({ record }) => record);
  for (const { order } of recorded.values()) if (order !== undefined) records.push(order.record);
  for (const record of records) for (const word of wordsOfOrder(record)) words.add(word);
  return { inRedis, recorded, archive, words };
}

const isText = (text: string): boolean => text !== '' && text !== ANONYMIZED;
