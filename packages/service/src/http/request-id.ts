import { randomBytes } from 'node:crypto';

const process = randomBytes(9).toString('base64url');
let made = 0;

const HARMLESS = /^[\w.:/+=-]{1,128}$/;
// As long as an order id, which opens the order, and not hexadecimal, as the ids of proxies and traces
// are: the time at the front of an order id never is.
const LIKE_AN_ORDER_ID = /(?![0-9a-f]+(?![0-9a-z]))[0-9a-z]{28}/;

/**
 * The id of a request: the caller's own if it is harmless in a log, otherwise a new one. It must be
 * unique but not secret, so a counter will do; a UUID takes twenty times as long.
 */
export function requestId(header: string | string[] | undefined): string {
  if (typeof header === 'string' && HARMLESS.test(header) && !LIKE_AN_ORDER_ID.test(header)) {
    return header;
  }
  made += 1;
  return `${process}-${made.toString(36)}`;
}
