import { codesKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { normalizeCode, type StoredCode, USED_SUFFIX } from './code.ts';
import { parseCode, usedField } from './stored-code.ts';

/** An event as far as its codes go. */
export interface CodesOf {
  shard: number;
  eventId: string;
}

/** Fields that Redis looks at in one step. */
const SCAN_COUNT = 1000;

/** A code of an event, however it is typed; undefined when there is none. One step in Redis. */
export async function readCode(
  ledger: Ledger,
  { shard, eventId }: CodesOf,
  typed: string,
): Promise<StoredCode | undefined> {
  const [code] = await readTheseCodes(ledger, { shard, eventId }, [typed]);
  return code;
}

/** Codes of an event by their names; undefined for each that there is none of. */
export async function readTheseCodes(
  ledger: Ledger,
  { shard, eventId }: CodesOf,
  typed: readonly string[],
): Promise<(StoredCode | undefined)[]> {
  if (typed.length === 0) return [];
  const key = codesKey(shard, eventId);
  const codes = typed.map(normalizeCode);
  const fields = codes.flatMap((code) => [code, usedField(code)]);
  const reply = (await ledger.redis.command(key, ['HMGET', key, ...fields])) as (string | null)[];
  return codes.map((code, i) => {
    const [text, used] = [reply[2 * i], reply[2 * i + 1]];
    // The field of the uses of another code is none itself.
    if (typeof text !== 'string' || code.endsWith(USED_SUFFIX)) return undefined;
    return parseCode(code, text, used);
  });
}

/**
 * All codes of an event, in no order, some thousand at a time; those that are made or removed meanwhile may be there
 * or not. How often each is used is read with it.
 */
export async function* scanCodes(
  ledger: Ledger,
  { shard, eventId }: CodesOf,
): AsyncGenerator<StoredCode[]> {
  const key = codesKey(shard, eventId);
  // Redis may tell of a field twice.
  const seen = new Set<string>();
  let cursor = '0';
  do {
    const scan = ['HSCAN', key, cursor, 'COUNT', String(SCAN_COUNT)];
    const [next, row] = (await ledger.redis.command(key, scan)) as [string, string[]];
    const names = row.filter((name, i) => i % 2 === 0 && !name.endsWith(USED_SUFFIX));
    const fresh = names.filter((name) => !seen.has(name));
    for (const name of fresh) seen.add(name);
    const codes = await readTheseCodes(ledger, { shard, eventId }, fresh);
    const found = codes.filter((code) => code !== undefined);
    if (found.length > 0) yield found;
    cursor = next;
  } while (cursor !== '0');
}
