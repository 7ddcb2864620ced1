import { type LoggedChange, ORDER_STATES } from '@onsale/ledger';
import { sql } from 'kysely';
import { insertInto } from '../orders/insert-rows.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/**
 * Stores changes of a page of the log, but those to and from a rejection, which are counted instead.
 * Returns the ones that were not stored before.
 */
export async function storeChanges(
  tx: RecordsTransaction,
  shard: number,
  changes: readonly LoggedChange[],
): Promise<LoggedChange[]> {
  const byKey = new Map(
    withPlaces(changes)
      .filter(({ change }) => !isRejection(change))
      .map((each) => [keyOf(each), each]),
  );
  if (byKey.size === 0) return [];
  const rows = byKey.values().map(({ change, place }) => {
    const [entryMs, entrySeq] = change.entryId.split('-').map(Number);
    return {
      ...{ shard, entry_ms: entryMs, entry_seq: entrySeq, place, order_id: change.orderId },
      ...{ from_state: change.from, to_state: change.to, cause: change.cause },
      at: new Date(change.atMs).toISOString(),
    };
  });
  const { rows: added } = await sql<{ key: string }>`
    ${insertInto('records.changes', [...rows])}
    on conflict do nothing
    returning entry_ms || '-' || entry_seq || ' ' || place as key
  `.execute(tx);
  return added.flatMap(({ key }) => byKey.get(key)?.change ?? []);
}

interface Placed {
  change: LoggedChange;
  /** Its place in its entry, from 0. */
  place: number;
}

function withPlaces(changes: readonly LoggedChange[]): Placed[] {
  let place = -1;
  return changes.map((change, i) => {
    place = changes[i - 1]?.entryId === change.entryId ? place + 1 : 0;
    return { change, place };
  });
}

const keyOf = ({ change, place }: Placed) => `${change.entryId} ${place}`;

function isRejection({ from, to }: LoggedChange): boolean {
  return [from, to].some((letter) => ORDER_STATES[letter]?.status === 'rejected');
}
