import { type Ledger, readCode, type StoredCode } from '@onsale/ledger';
import { withinDeadline } from '../redis-deadline.ts';
import type { WrongCodeLimit } from './wrong-code-limit.ts';

/** Who asks for a code, and where it is looked up. */
export interface CodeSearch {
  ledger: Ledger;
  /** Undefined without limits for addresses. */
  codeLimit: WrongCodeLimit | undefined;
  /** The client's network address. */
  ip: string;
}

/**
 * The code of an event that somebody types; undefined when there is none or it was switched off. Throws `ApiError`: 429
 * after too many wrong ones, 503 when Redis does not answer.
 */
export async function findCode(
  { ledger, codeLimit, ip }: CodeSearch,
  event: { shard: number; eventId: string },
  typed: string,
): Promise<StoredCode | undefined> {
  const find = async () => {
    const code = await readCode(ledger, event, typed);
    return code?.offAtMs === undefined ? code : undefined;
  };
  return await withinDeadline(() => codeLimit?.look(ip, find) ?? find());
}
