import { isLineOpen, type Ledger, type StoredEvent } from '@onsale/ledger';

/** The events whose line has opened by itself. No others are asked for: the time says when theirs opens. */
export async function readOpenLines(
  ledger: Ledger,
  events: readonly StoredEvent[],
): Promise<Set<string>> {
  const automatic = events.filter(({ document }) => document.waitingRoom?.opens === 'automatic');
  const found = await Promise.all(
    automatic.map(({ shard, document }) => isLineOpen(ledger, shard, document.id)),
  );
  return new Set(automatic.flatMap(({ document }, i) => (found[i] === true ? [document.id] : [])));
}

export function areSameLines(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((eventId) => b.has(eventId));
}
