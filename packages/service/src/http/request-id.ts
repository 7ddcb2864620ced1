import { randomBytes } from 'node:crypto';

const process = randomBytes(9).toString('base64url');
let made = 0;

/**
 * The id of a request: the caller's own if it is harmless in a log, otherwise a new one. It must be
 * unique but not secret, so a counter will do; a UUID takes twenty times as long.
 */
export function requestId(header: string | string[] | undefined): string {
  if (typeof header === 'string' && /^[\w.:/+=-]{1,128}$/.test(header)) return header;
  made += 1;
  return `${process}-${made.toString(36)}`;
}
