import { randomBytes } from 'node:crypto';
import type { AdmissionKeys } from './admission-keys.ts';

// <place>.<keyId>.<mac>; the place is 22 characters of base64url. One browser has one, for the lines of all events.
const COOKIE = /^([\w-]{22})\.([\w-]{6})\.([\w-]{22})$/;

/** What names a place: 22 characters of base64url. */
export const PLACE = /^[\w-]{22}$/;

/** A new place: 128 random bits. */
export function newPlace(): string {
  return randomBytes(16).toString('base64url');
}

/**
 * The place of the browser that has made this key: the same each time, so that nothing has to be remembered for whoever
 * asks again because the answer with the cookie was lost. The key is as secret as the cookie, and as hard to guess.
 */
export function placeOfKey(keys: AdmissionKeys, key: string): string {
  return keys.sign('place of key', key).mac;
}

/** The value of the cookie that names a place. */
export function signPlace(keys: AdmissionKeys, place: string): string {
  const { keyId, mac } = keys.sign('place', place);
  return `${place}.${keyId}.${mac}`;
}

/** The place that a cookie's value names; undefined when it is missing, malformed or not ours. */
export function verifyPlace(keys: AdmissionKeys, value: string | undefined): string | undefined {
  const [, place = '', keyId = '', mac = ''] = COOKIE.exec(value ?? '') ?? [];
  return place !== '' && keys.verify('place', place, { keyId, mac }) ? place : undefined;
}

/** The value of a cookie in the header `Cookie`; of several of one name the first counts. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}
