import type { EventDetails } from '@onsale/contracts';
import { type Installation, RefusedRehearsal } from '../installation.ts';

/**
 * Throws `RefusedRehearsal` unless nothing of this event is real: in a running shop it must say so itself, and in a
 * site of our own it must be the one that we have made. Whatever was sold of it was somebody else's.
 */
export function requireRehearsal(
  event: Pick<EventDetails, 'id' | 'rehearsal'> & { taken: number },
  { kind, madeHere }: { kind: Installation['kind']; madeHere: boolean },
): void {
  const { id: eventId, rehearsal, taken } = event;
  if (!rehearsal && !(kind === 'own' && madeHere)) {
    throw new RefusedRehearsal(
      'real_event',
      `the event ${eventId} is a real one; rehearse a copy of it with --event ${eventId}`,
    );
  }
  if (taken > 0) {
    throw new RefusedRehearsal(
      'real_event',
      `${taken} tickets of ${eventId} are sold or set aside; a rehearsal begins with none`,
    );
  }
}

/** Throws unless the address is this machine or a private network, or was named by whoever asks. */
export function requireOwnHost(url: string, allowedHost: string | undefined): void {
  const { hostname } = new URL(url);
  if (isNear(hostname) || hostname === allowedHost) return;
  throw new RefusedRehearsal(
    'public_host',
    `${hostname} may be what buyers use; a rehearsal slows it down for them. If nobody buys there now, ` +
      `say so: --allow-host ${hostname}`,
  );
}

/** Throws unless a buyer is sent to the bank of tests behind this door, by one of its addresses. */
export function requireTestBank(paymentUrl: string, ...shopUrls: readonly string[]): void {
  const page = new URL(paymentUrl);
  const isBehindDoor = shopUrls.some((url) => new URL(url).host === page.host);
  if (isBehindDoor && /^\/bank\/pay\/[^/]+$/.test(page.pathname)) return;
  throw new RefusedRehearsal(
    'real_money',
    `buyers pay at ${page.host}, which is not the bank for tests; nobody has paid there now`,
  );
}

// Loopback, private (RFC 1918, RFC 4193) and link-local addresses, names without a dot, and those of a cluster.
function isNear(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return (
    host === 'localhost' ||
    /^(127|10)\.\d+\.\d+\.\d+$/.test(host) ||
    /^(192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.\d+\.\d+$/.test(host) ||
    /^(::1|f[cd][0-9a-f]{2}:.*|fe80:.*)$/.test(host) ||
    (!host.includes(':') && !host.includes('.')) ||
    /\.(svc|svc\.cluster\.local|localhost|test|internal)$/.test(host)
  );
}
