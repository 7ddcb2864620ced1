import { type AdmissionKeys, signAdmission } from '@onsale/admission';
import type { Place } from '@onsale/contracts';
import { given, lotOf, MAX_EXTENSIONS, type OwnPlace } from '@onsale/ledger';

const SLOWED =
  'Very many people are asking for places from your network, so yours gets its number a little later. ' +
  'There is nothing you need to do.';

/** Somebody's own place in the API's form, with the admission of a turn. */
export function showPlace(
  own: OwnPlace,
  context: {
    keys: AdmissionKeys;
    eventId: string;
    place: string;
    /** How many took part in the draw; 0 without one. */
    drawn: number;
    isOnSale: boolean;
  },
): Place {
  const { keys, eventId, place, drawn, isOnSale } = context;
  if (own.state === 'lobby') return { state: 'lobby', lot: lotOf(place) };
  if (own.state === 'slowed') {
    return { state: 'slowed', until: isoOf(own.dueAtMs), reason: SLOWED };
  }
  const lot = own.number > 0 && own.number <= drawn ? lotOf(place) : undefined;
  const numbered = { number: own.number, ...given({ lot }) };
  if (own.state === 'missed') return { state: 'missed', ...numbered };
  if (own.state === 'served') return { state: 'served', ...numbered, orderId: own.orderId };
  if (own.state === 'waiting') {
    return { state: 'waiting', ...numbered, ...given({ before: own.before }) };
  }
  return {
    ...{ state: 'turn', ...numbered, until: isoOf(own.endsAtMs) },
    admission: signAdmission(keys, { eventId, place, expiresAtMs: own.endsAtMs }),
    canHaveMoreTime: isOnSale && own.extensions < MAX_EXTENSIONS,
  };
}

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
