import { invalidRequest, type MakeCodes } from '@onsale/contracts';
import { randomCodes } from '@onsale/codes';
import { normalizeCode } from '@onsale/ledger';

/** The codes that a request names, or random ones, which are the same for the same purpose. Throws `ApiError`. */
export function askedNames(
  { codes, random }: MakeCodes,
  how: { secret: string; purpose: string },
): string[] {
  if ((codes === undefined) === (random === undefined)) {
    throw invalidRequest({ path: 'codes', message: 'must be given, or random must be; not both' });
  }
  if (random !== undefined) return randomCodes(random, how);
  return [...new Set((codes ?? []).map(normalizeCode))];
}
