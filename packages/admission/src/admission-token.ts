import type { AdmissionKeys } from './admission-keys.ts';

// <event>.<expiresMs>.<keyId>.<mac>. The place is signed with it, but not part of it: it comes by the cookie, so that
// a token that was copied is worth nothing elsewhere.
const TOKEN = /^([a-z0-9-]{1,64})\.(\d{13})\.([\w-]{6})\.([\w-]{22})$/;

export interface Admission {
  eventId: string;
  /** The place that is admitted. */
  place: string;
  /** When the turn ends: Unix time in ms by Redis' clock. */
  expiresAtMs: number;
}

/** The token of an admission. */
export function signAdmission(keys: AdmissionKeys, admission: Admission): string {
  const { keyId, mac } = keys.sign('admission', textOf(admission));
  return `${admission.eventId}.${admission.expiresAtMs}.${keyId}.${mac}`;
}

/** Why a token does not admit. `forged` is also the word for one of another place. */
export type AdmissionProblem =
  | 'missing'
  | 'malformed'
  | 'other-event'
  | 'no-place'
  | 'forged'
  | 'expired';

/**
 * Checks a token without asking anybody: signature, event, place and time. Whether it was used before is decided by
 * Redis. `place` is the verified one of the cookie.
 */
export function verifyAdmission(
  keys: AdmissionKeys,
  token: string | undefined,
  { eventId, place, nowMs }: { eventId: string; place: string | undefined; nowMs: number },
): Admission | AdmissionProblem {
  if (token === undefined || token === '') return 'missing';
  const [, tokenEvent = '', expires = '', keyId = '', mac = ''] = TOKEN.exec(token) ?? [];
  if (tokenEvent === '') return 'malformed';
  if (tokenEvent !== eventId) return 'other-event';
  if (place === undefined) return 'no-place';
  const admission = { eventId, place, expiresAtMs: Number(expires) };
  if (!keys.verify('admission', textOf(admission), { keyId, mac })) return 'forged';
  return nowMs < admission.expiresAtMs ? admission : 'expired';
}

function textOf({ eventId, place, expiresAtMs }: Admission): string {
  return `${eventId} ${place} ${expiresAtMs}`;
}
