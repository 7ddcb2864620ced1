import { loadScript, runScript } from '@onsale/redis';
import { codesKey, eventKey, eventsKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { Code } from './code.ts';
import type { CodesOf } from './read-codes.ts';
import { codeText } from './stored-code.ts';

const writeScript = loadScript(new URL('./write-codes.lua', import.meta.url));

/** Codes that an event can have: each takes some 400 bytes of Redis. */
export const MOST_CODES = 200_000;

/** Changes in one step, which nothing else comes between: a millisecond or two. */
const STEP = 500;

/** A code as it is and as it is to be: without `before` it is made, without `after` removed. */
export interface CodeChange {
  before?: Code | undefined;
  after?: Code | undefined;
}

/**
 * `written`. `changed`: it is not as the change was made from; it may be there, or gone. `used`: it can't be removed.
 * `full`: the event has `MOST_CODES`. `missing`, `archived`: the event.
 */
export type CodeWriting = 'written' | 'changed' | 'used' | 'full' | 'missing' | 'archived';

/**
 * Makes, changes and removes codes, each by itself: what has become of each, in their order. Orders that are placed
 * keep what they were placed with. What one use of a code is, never changes.
 */
export async function writeCodes(
  ledger: Ledger,
  { shard, eventId }: CodesOf,
  changes: readonly CodeChange[],
  { most = MOST_CODES }: { most?: number } = {},
): Promise<CodeWriting[]> {
  const keys = [
    ...([eventKey(shard, eventId), eventsKey(shard), codesKey(shard, eventId)] as const),
  ] as const;
  const written: CodeWriting[] = [];
  for (let start = 0; start < changes.length; start += STEP) {
    const step = changes.slice(start, start + STEP);
    const args = [eventId, String(most), ...step.flatMap(wordsOf)];
    const reply = String(await runScript(ledger.redis, writeScript, { keys, args }));
    if (reply === 'missing' || reply === 'archived') {
      for (const _ of step) written.push(reply);
    } else {
      for (const letter of reply) written.push(OUTCOMES[letter as keyof typeof OUTCOMES]);
    }
  }
  return written;
}

const OUTCOMES = { w: 'written', c: 'changed', u: 'used', f: 'full' } as const;

function wordsOf({ before, after }: CodeChange): string[] {
  const code = after?.code ?? before?.code ?? '';
  if (before !== undefined && after !== undefined) {
    if (before.code !== after.code) throw new Error('a code has one name');
    // Uses that are given back must be what was taken.
    if (before.unit !== after.unit) throw new Error('what a use is stays as it is');
  }
  return [
    code,
    before === undefined ? '' : codeText(before),
    after === undefined ? '' : codeText(after),
  ];
}

/** Removes all codes of an event that is gone, with their uses. */
export async function forgetCodes(ledger: Ledger, { shard, eventId }: CodesOf): Promise<void> {
  const key = codesKey(shard, eventId);
  await ledger.redis.command(key, ['UNLINK', key]);
}
