import { type Ledger, readCode, type StoredCode } from '@onsale/ledger';
import type { AddressLimit } from '../clients/address-limit.ts';
import { withinDeadline } from '../redis-deadline.ts';

/** Who asks for a code, and where it is looked up. */
export interface CodeSearch {
  ledger: Ledger;
  /** Undefined without limits for addresses. */
  codeLimit: AddressLimit | undefined;
  /** The client's network address. */
  ip: string;
}

/**
 * The code of an event that somebody types; undefined when there is none or it was switched off. So that nobody finds
 * one by trying, wrong ones are counted for each address before they are looked up, and only right ones are taken back.
 * Throws `ApiError`: 429 after too many, 503 when Redis does not answer.
 */
export async function findCode(
  { ledger, codeLimit, ip }: CodeSearch,
  event: { shard: number; eventId: string },
  typed: string,
): Promise<StoredCode | undefined> {
  await codeLimit?.count(ip);
  const code = await withinDeadline(() => readCode(ledger, event, typed));
  if (code === undefined || code.offAtMs !== undefined) return undefined;
  codeLimit?.giveBack(ip);
  return code;
}
