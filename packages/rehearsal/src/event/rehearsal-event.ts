import { randomBytes } from 'node:crypto';
import type { EventInput, OfficeEvent } from '@onsale/contracts';

/** The ticket of an event that is made up, in its currency. */
const PRICE = 25;
const HOUR_MS = 3_600_000;
/** Everybody comes from this machine. */
const PLACES_PER_NETWORK = 1_000_000;

export interface RehearsalTimes {
  opensAtMs: number;
  /** How long tickets are set aside for somebody who pays. */
  holdS: number;
}

/** An id that no event has. */
export function newRehearsalId(): string {
  return `rehearsal-${randomBytes(5).toString('hex')}`;
}

/**
 * The event that is rehearsed: made up, or with the words, prices and rules of another one. Its doors are open now, so
 * that its tickets can be scanned, and its ids are nobody else's.
 */
export function rehearsalEvent(
  from: OfficeEvent['event'] | undefined,
  plan: { eventId: string; tickets: number; isRehearsal: boolean },
  { opensAtMs, holdS }: RehearsalTimes,
): EventInput {
  const { eventId: id } = plan;
  const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const [first] = from?.tickets ?? [];
  const price = first?.price ?? PRICE;
  return {
    id,
    name: `Rehearsal: ${from?.name ?? 'The Noon Show'}`.slice(0, 200),
    venue: from?.venue ?? 'Old Hall, Ghent',
    startsAt: at(opensAtMs - HOUR_MS),
    doorsAt: at(opensAtMs - 2 * HOUR_MS),
    endsAt: at(opensAtMs + 5 * HOUR_MS),
    currency: from?.currency ?? 'EUR',
    ...(plan.isRehearsal ? { rehearsal: true } : {}),
    salesFrom: at(opensAtMs),
    salesTo: at(opensAtMs + 4 * HOUR_MS),
    holdMinutes: holdS / 60,
    paymentMethods: ['online'],
    ...(from?.taxRate === undefined ? {} : { taxRate: from.taxRate }),
    waitingRoom: {
      opens: 'from',
      from: at(opensAtMs),
      lobbyFrom: at(opensAtMs - HOUR_MS),
      placesPerNetwork: PLACES_PER_NETWORK,
      // Somebody who has gone holds up the end of the sale for so long.
      turnMinutes: holdS / 60,
      ...copied(from?.waitingRoom),
    },
    tickets: [
      {
        id: `${id}-seat`,
        name: first?.name ?? 'Seat',
        type: first?.type ?? 'adult',
        price,
        capacity: plan.tickets,
        ...(first?.fee === undefined ? {} : { fee: first.fee }),
      },
    ],
  };
}

// How long a turn is and how many are admitted is part of what is rehearsed.
function copied(room: EventInput['waitingRoom']): Partial<NonNullable<EventInput['waitingRoom']>> {
  return {
    ...(room?.turnMinutes === undefined ? {} : { turnMinutes: room.turnMinutes }),
    ...(room?.perMinute === undefined ? {} : { perMinute: room.perMinute }),
  };
}
