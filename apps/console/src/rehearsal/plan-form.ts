import type { OfficeEvent, RehearsalRequest } from '@onsale/api-client';

/** What is typed; counts as text. */
export interface PlanForm {
  /** Empty: one is made up. */
  eventId: string;
  people: string;
  withinS: string;
  tickets: string;
  /** In percent. */
  phones: string;
  bots: string;
  abandons: string;
}

/** So many come for a ticket. */
const PEOPLE_PER_TICKET = 5;
/** A larger crowd shows the same, and is more than one generator plays beside a shop. */
const MOST_TICKETS = 10_000;
const MADE_UP_TICKETS = 400;
/** A crowd that comes faster than this is for whoever types it. */
const PEOPLE_PER_S = 250;
const LEAST_S = 30;

/** With what the form begins: a crowd that is five times what the event has. */
export function planFor(event: OfficeEvent | undefined): PlanForm {
  const capacity = event?.event.tickets.reduce((sum, ticket) => sum + ticket.capacity, 0);
  const tickets = Math.max(1, Math.min(capacity ?? MADE_UP_TICKETS, MOST_TICKETS));
  const people = tickets * PEOPLE_PER_TICKET;
  const withinS = Math.max(LEAST_S, Math.ceil(people / PEOPLE_PER_S / 10) * 10);
  return {
    ...{ eventId: event?.eventId ?? '', people: `${people}`, tickets: `${tickets}` },
    ...{ withinS: `${withinS}`, phones: '70', bots: '5', abandons: '5' },
  };
}

export type PlanField = Exclude<keyof PlanForm, 'eventId'>;

/** The largest that a field takes, as the office does; the least is 1, or 0 for shares. */
export const MOST: Readonly<Record<PlanField, number>> = {
  ...{ people: 1_000_000, tickets: 1_000_000, withinS: 3600 },
  ...{ phones: 100, bots: 100, abandons: 100 },
};
const SHARES: ReadonlySet<PlanField> = new Set(['phones', 'bots', 'abandons']);

/** The fields that are no whole number within their limits. */
export function wrongFields(form: PlanForm): PlanField[] {
  return (Object.keys(MOST) as PlanField[]).filter((field) => {
    const value = Number(form[field]);
    const least = leastOf(field);
    return !/^\d+$/.test(form[field].trim()) || value < least || value > MOST[field];
  });
}

export const leastOf = (field: PlanField): number => (SHARES.has(field) ? 0 : 1);

/** What the office is asked for. */
export function requestOf({ eventId, ...form }: PlanForm): RehearsalRequest {
  const share = (percent: string) => Number(percent) / 100;
  return {
    ...(eventId === '' ? {} : { eventId }),
    ...{ people: Number(form.people), tickets: Number(form.tickets) },
    ...{ withinS: Number(form.withinS), phones: share(form.phones) },
    ...{ bots: share(form.bots), abandons: share(form.abandons) },
  };
}

/** Minutes until the report, roughly: the crowd comes and buys, then everything is counted. */
export function minutesOf({ withinS, tickets, abandons }: PlanForm): number {
  // What nobody has paid is sold again after a minute, and then some of it once more.
  const holdS = Number(abandons) > 0 ? 150 : 0;
  const s = 20 + Number(withinS) * 1.3 + Number(tickets) / 15 + holdS;
  return Math.max(1, Math.round(s / 60));
}
