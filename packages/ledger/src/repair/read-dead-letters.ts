import { deadLetterKey } from '../keys.ts';
import { allShardsOf, type Ledger } from '../ledger.ts';

/** An entry that could not be settled, with the reason. */
export interface DeadLetter {
  shard: number;
  /** Its id in the dead-letter stream; the time in it says when it was moved. */
  id: string;
  /** The id it had in the order stream. */
  entryId: string;
  /** The fields of the original entry: alternating names and values. */
  fields: string[];
  /** Empty when the entry had none. */
  orderId: string;
  error: string;
  deliveries: number;
}

/** Dead letters read at a time. */
const PAGE = 200;

/** All dead letters, oldest first within each shard. */
export async function* readDeadLetters(ledger: Ledger): AsyncGenerator<DeadLetter> {
  for (const shard of allShardsOf(ledger)) {
    const key = deadLetterKey(shard);
    let start = '-';
    for (;;) {
      const command = ['XRANGE', key, start, '+', 'COUNT', String(PAGE)];
      const page = (await ledger.redis.command(key, command)) as [string, string[]][];
      for (const [id, row] of page) {
        yield toDeadLetter(shard, id, row);
        start = `(${id}`;
      }
      if (page.length < PAGE) break;
    }
  }
}

function toDeadLetter(shard: number, id: string, row: readonly string[]): DeadLetter {
  const value = (name: string): string => {
    const at = row.findIndex((text, index) => index % 2 === 0 && text === name);
    return at === -1 ? '' : (row[at + 1] ?? '');
  };
  return {
    shard,
    id,
    entryId: value('entry'),
    fields: JSON.parse(value('fields') || '[]') as string[],
    orderId: value('order'),
    error: value('error'),
    deliveries: Number(value('deliveries')),
  };
}
