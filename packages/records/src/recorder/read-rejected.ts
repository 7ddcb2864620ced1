import {
  comparePositions,
  type Ledger,
  ORDER_STATES,
  readCounts,
  readLog,
  readLogEnd,
} from '@onsale/ledger';

/**
 * How many orders of a shard were rejected at a position of its order log, retired ones included: those that
 * Redis has counted by now, less what the log has since. A sale may go on meanwhile.
 */
export async function readRejected(
  ledger: Ledger,
  shard: number,
  position: string,
): Promise<number> {
  for (;;) {
    // Sent together, they are nearly always answered together.
    const [before, counts, logEnd] = await Promise.all([
      readLogEnd(ledger, shard),
      readCounts(ledger, shard),
      readLogEnd(ledger, shard),
    ]);
    if (before !== logEnd) continue;
    return counts.rejected - (await readLogged(ledger, shard, { after: position, logEnd }));
  }
}

async function readLogged(
  ledger: Ledger,
  shard: number,
  { after, logEnd }: { after: string; logEnd: string },
): Promise<number> {
  let rejected = 0;
  for (let position = after; comparePositions(position, logEnd) < 0;) {
    const page = await readLog(ledger, shard, { after: position });
    for (const { from, to, entryId } of page.changes) {
      if (comparePositions(entryId, logEnd) > 0) return rejected;
      rejected += Number(isRejection(to)) - Number(isRejection(from));
    }
    if (page.entries === 0) return rejected;
    position = page.position;
  }
  return rejected;
}

const isRejection = (letter: string) => ORDER_STATES[letter]?.status === 'rejected';
