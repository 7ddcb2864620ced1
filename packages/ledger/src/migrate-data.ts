import { DATA_FORMAT, DataFormatError, readDataFormat } from './data-format.ts';
import { LAYOUT_KEY, orderAddress } from './keys.ts';
import { NoLedgerError, readShards } from './ledger.ts';
import type { Redis } from './redis.ts';
import { scanHashes } from './scan-orders.ts';
import { loadScript, runScript } from './script.ts';

const moveScript = loadScript('move-order');

/** The states of records, by the statuses and reasons of format 1. */
const LETTERS: Record<string, string> = {
  pending: 'p',
  confirmed: 'c',
  sold_out: 's',
  failed: 'f',
};

/**
 * Brings data of format 1 into the present one; yields after each page how many orders it has moved.
 * Nothing else may use the data meanwhile. Safe to repeat, also after it was interrupted: an order is
 * moved in one step, and the new format is noted last. Throws `NoLedgerError` when there is no data,
 * `DataFormatError` when it is newer.
 */
export async function* migrateData(redis: Redis): AsyncGenerator<number> {
  const shards = await readShards(redis);
  if (shards === undefined) throw new NoLedgerError();
  const format = await readDataFormat(redis);
  if (format > DATA_FORMAT) throw new DataFormatError(format);
  const oldShards = format < DATA_FORMAT ? shards : 0;
  let moved = 0;
  for (let shard = 0; shard < oldShards; shard++) {
    for await (const keys of scanHashes(redis, `{s${shard}}:order:*`)) {
      await Promise.all(keys.map((key) => moveOrder(redis, shard, key)));
      moved += keys.length;
      yield moved;
    }
  }
  await redis.command(LAYOUT_KEY, ['HSET', LAYOUT_KEY, 'format', String(DATA_FORMAT)]);
}

async function moveOrder(redis: Redis, shard: number, key: string): Promise<void> {
  const row = (await redis.command(key, ['HGETALL', key])) as string[];
  const order = new Map<string, string>();
  for (let i = 0; i < row.length; i += 2) order.set(row[i] ?? '', row[i + 1] ?? '');
  // SCAN may show a key twice.
  if (order.size === 0) return;
  const [bucket, id] = orderAddress(shard, key.slice(key.lastIndexOf(':') + 1));
  const args = [id, recordOf(order)];
  await runScript(redis, moveScript, { keys: [key, bucket], args });
}

function recordOf(order: ReadonlyMap<string, string>): string {
  const text = (field: string) => order.get(field) ?? '';
  const letter = LETTERS[text('reason')] ?? LETTERS[text('status')] ?? text('status');
  const fields = ['currency', 'event', 'name', 'email', 'payment'].map(text);
  return JSON.stringify([
    `${letter}${text('settled')}`,
    text('items'),
    Number(text('total')),
    ...fields,
  ]);
}
