import { loadScript, runScript } from '@onsale/redis';
import { eventKey, eventsKey, poolsKey, stockKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { changedSince, type EventRefusal, eventRefusal, noSuchEvent } from './event-refusal.ts';
import { forgetCodes } from '../codes/write-codes.ts';
import { removeLine } from '../waiting-room/remove-line.ts';
import { readEvent } from './read-events.ts';

const deleteScript = loadScript(new URL('./delete-draft.lua', import.meta.url));

/**
 * Deletes a draft with its stock, codes and line, if it still has this revision; its ids can be used again.
 * Whatever was on sale once is not deleted: orders name it.
 */
export async function deleteDraft(
  ledger: Ledger,
  eventId: string,
  { revision }: { revision: number },
): Promise<{ outcome: 'deleted' } | EventRefusal> {
  const current = await readEvent(ledger, eventId);
  if (current === undefined) return noSuchEvent(eventId);
  const { shard } = current;
  const keys = [
    ...[eventKey(shard, eventId), eventsKey(shard), stockKey(shard), poolsKey(shard)],
  ] as const;
  const args = [eventId, String(revision)];
  const reply = String(await runScript(ledger.redis, deleteScript, { keys, args }));
  // What a death in between leaves is removed with the next try.
  if (reply === 'deleted' || reply === 'missing') {
    await forgetCodes(ledger, { shard, eventId });
    await removeLine(ledger, { shard, eventId });
  }
  if (reply === 'deleted') return { outcome: 'deleted' };
  if (reply === 'missing') return noSuchEvent(eventId);
  const now = await readEvent(ledger, eventId);
  if (reply === 'conflict') {
    return changedSince(eventId, { revision, there: now?.revision ?? 0, current: now });
  }
  const message = `event ${eventId} is ${now?.status}; only a draft that nothing was sold of can be deleted`;
  return eventRefusal('STEP_REFUSED', message, { current: now });
}
