import type { Ledger } from './ledger.ts';

/** All fields of a hash with their values, at one instant. */
export async function readFields(
  ledger: Pick<Ledger, 'redis'>,
  key: string,
): Promise<[field: string, value: string][]> {
  return inPairs((await ledger.redis.command(key, ['HGETALL', key])) as string[]);
}

/** Names and values, of which Redis replies with a flat list. */
export function inPairs(reply: readonly string[]): [name: string, value: string][] {
  return Array.from({ length: reply.length / 2 }, (_, i) => [
    reply[2 * i] ?? '',
    reply[2 * i + 1] ?? '',
  ]);
}
