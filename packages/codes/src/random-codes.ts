import { createHmac } from 'node:crypto';

/** Without what is read for something else: I, L and 1, O and 0, U (so that few words come out). */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 49 bits: among 100,000 codes nobody finds one by trying. */
const LENGTH = 10;
/** The greatest multiple of the number of letters that a byte has, so that each is as likely. */
const BYTES = 256 - (256 % LETTERS.length);

/**
 * Codes that nobody can guess, and that are the same for the same purpose: whoever repeats a request makes no further
 * ones.
 */
export function randomCodes(
  { count, prefix = '' }: { count: number; prefix?: string | undefined },
  { secret, purpose }: { secret: string; purpose: string },
): string[] {
  const codes = new Set<string>();
  for (let index = 0; codes.size < count; index += 1) {
    const bytes = createHmac('sha512', secret).update(`codes ${purpose} ${index}`).digest();
    const letters = [...bytes].filter((byte) => byte < BYTES).slice(0, LENGTH);
    if (letters.length < LENGTH) continue;
    const text = letters.map((byte) => LETTERS[byte % LETTERS.length]).join('');
    codes.add(`${prefix.toUpperCase()}${text}`);
  }
  return [...codes];
}
