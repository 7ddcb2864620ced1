import { ApiError, type CreateOrderRequest } from '@onsale/contracts';

/** Most texts need no further checks. */
const PLAIN = /^[\x20-\x7e]*$/;

// Characters that are invisible or change the reading order of others.
const HIDDEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
// Joiners are part of how some scripts are written: between letters of Persian, for example, or after
// the sign that mutes a vowel in Malayalam. Nobody who writes in these four scripts needs one.
const NEEDED_JOINER =
  /(?<=[[\p{L}\p{M}]--[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Han}\p{Script=Inherited}]])[\u200c\u200d](?=[\p{L}\p{M}]|$| )/gv;
// Select one of several glyphs of a character, for example in Japanese names.
const VARIATION_SELECTOR = /(?<=[\p{L}\p{So}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const VISIBLE = /[^\s\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * Throws `ApiError` 400 for a text that displays as nothing or contains invisible characters: what
 * people read on a receipt must be what was written.
 */
export function requireVisible({ customer, paymentMethod, answers }: CreateOrderRequest): void {
  require('customer.name', customer.name);
  require('customer.email', customer.email);
  require('paymentMethod', paymentMethod);
  if (answers === undefined) return;
  for (const [i, { answer }] of answers.entries()) require(`answers[${i}].answer`, answer);
}

function require(path: string, text: string): void {
  if (PLAIN.test(text)) return;
  const message = problemOf(text);
  if (message === undefined) return;
  throw new ApiError('INVALID_REQUEST', `${path} ${message}`, { details: [{ path, message }] });
}

function problemOf(text: string): string | undefined {
  if (!VISIBLE.test(text)) return 'has no character that can be seen';
  const rest = text.replaceAll(NEEDED_JOINER, '').replaceAll(VARIATION_SELECTOR, '');
  const hidden = HIDDEN.exec(rest)?.[0].codePointAt(0);
  if (hidden === undefined) return undefined;
  const name = `U+${hidden.toString(16).toUpperCase().padStart(4, '0')}`;
  return `has the invisible character ${name}; write it without`;
}
