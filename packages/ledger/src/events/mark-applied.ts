import { loadScript, runScript } from '@onsale/redis';
import { eventKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { StoredEvent } from './event-document.ts';

const markScript = loadScript(new URL('./mark-applied.lua', import.meta.url));

/**
 * Notes which contents of files are in force or were (digests, newest first), without changing the
 * event. False when it has been changed since it was read.
 */
export async function markApplied(
  ledger: Ledger,
  { shard, revision, document }: StoredEvent,
  applied: readonly string[],
): Promise<boolean> {
  const keys = [eventKey(shard, document.id)] as const;
  const args = [String(revision), applied.join(' ')];
  return (await runScript(ledger.redis, markScript, { keys, args })) === 1;
}
