import { type AdmissionKeys, readCookie, signPlace, verifyPlace } from '@onsale/admission';
import { PLACE_COOKIE } from '@onsale/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookie outlives its place: a day after the last request. */
const MAX_AGE_S = 86_400;

/** The place that a browser has shown to be its own; undefined without one. */
export function placeOf(keys: AdmissionKeys, request: FastifyRequest): string | undefined {
  return verifyPlace(keys, readCookie(request.headers.cookie, PLACE_COOKIE));
}

/** Gives the browser its place, or renews what it has: by the key that signs now. */
export function sendPlace(
  keys: AdmissionKeys,
  place: string,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): void {
  const cookie = `${PLACE_COOKIE}=${signPlace(keys, place)}; Path=/api; Max-Age=${MAX_AGE_S}; HttpOnly; SameSite=Lax`;
  // By X-Forwarded-Proto, where a trusted proxy says so.
  reply.header('set-cookie', request.protocol === 'https' ? `${cookie}; Secure` : cookie);
}
