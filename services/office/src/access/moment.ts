import { invalidRequest } from '@onsale/contracts';

const EXAMPLE = '2027-06-18T16:00:00Z';

/** The moment that a field of a request names, if it does. Throws `ApiError` 400 for anything else. */
export function momentIn(path: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  const year = moment.getUTCFullYear();
  // Both have more of them than anybody means, and not the same.
  if (year >= 1 && year <= 9999 && isDay(text.slice(0, 10))) return moment;
  throw invalidRequest({ path, message: `must be a moment such as ${EXAMPLE}` });
}

/** The same for a day; that it looks like one, its schema has made sure of. */
export function dayIn(path: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (isDay(text) && !text.startsWith('0000')) return text;
  throw invalidRequest({ path, message: 'must be a day that exists' });
}

// JavaScript makes the third of March of the 31st of February.
function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isFinite(day.getTime()) && day.toISOString().startsWith(text);
}
