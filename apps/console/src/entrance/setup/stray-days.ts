import type { EntranceOfEvent } from '@onsale/api-client';

/** A ticket type that is set to admit on days which the event does not have, since it was moved for example. */
export interface StrayType {
  ticketId: string;
  name: string;
  days: string[];
  /** Whether it has no other days, so that nobody is let in with it. */
  isShut: boolean;
}

/** All of them, in the order of the event. */
export function strayTypes(
  types: readonly { ticketId: string; name: string; days?: readonly string[] }[],
  daysOfEvent: readonly string[],
): StrayType[] {
  return types.flatMap(({ ticketId, name, days = [] }) => {
    const stray = days.filter((day) => !daysOfEvent.includes(day));
    if (stray.length === 0) return [];
    return [{ ticketId, name, days: stray.toSorted(), isShut: stray.length === days.length }];
  });
}

/** The same of what is saved. */
export function savedStrayTypes({ settings, types, days }: EntranceOfEvent): StrayType[] {
  const named = types.map(({ ticketId, name }) => {
    const rule = settings.types.find((each) => each.ticketId === ticketId);
    return { ticketId, name, ...(rule?.days === undefined ? {} : { days: rule.days }) };
  });
  return strayTypes(named, days);
}
