import { dayOf } from '@onsale/check-in';
import type { EntranceSettings } from '@onsale/contracts';
import type { EventDocument } from '@onsale/ledger';
import { readEntranceSettings, type Records, writeEntranceSettings } from '@onsale/records';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Lets people in to the copy of an event as to the event itself: at the same entrances, by the same rules, on days
 * that lie as far from its start. The doors are those of the copy. Nothing where nobody has set anything.
 */
export async function copyEntrance(
  db: Records,
  { from, to, changedBy }: { from: EventDocument; to: EventDocument; changedBy: string },
): Promise<void> {
  const { revision, settings } = await readEntranceSettings(db, from.id);
  if (revision === 0) return;
  await writeEntranceSettings(db, {
    ...{ eventId: to.id, revision: 0, changedBy },
    settings: shiftSettings(settings, from, to),
  });
}

function shiftSettings(
  { opensAt: _doors, ...settings }: EntranceSettings,
  from: EventDocument,
  to: EventDocument,
): EntranceSettings {
  const shiftMs = dayMsOf(to, settings) - dayMsOf(from, settings);
  // A copy has the tickets of its original, in their order, by other ids.
  const idOf = (ticketId: string) =>
    to.tickets[from.tickets.findIndex(({ id }) => id === ticketId)]?.id;
  return {
    ...settings,
    types: settings.types.flatMap(({ days, ...rule }) => {
      const ticketId = idOf(rule.ticketId);
      if (ticketId === undefined) return [];
      return { ...rule, ticketId, ...(days && { days: days.map((day) => shift(day, shiftMs)) }) };
    }),
  };
}

function dayMsOf(
  { startsAt, timeZone = 'UTC' }: EventDocument,
  { dayStartsAt }: Pick<EntranceSettings, 'dayStartsAt'>,
): number {
  return Date.parse(`${dayOf(Date.parse(startsAt), { timeZone, dayStartsAt })}T00:00:00Z`);
}

function shift(day: string, shiftMs: number): string {
  const rounded = Math.round(shiftMs / DAY_MS) * DAY_MS;
  return new Date(Date.parse(`${day}T00:00:00Z`) + rounded).toISOString().slice(0, 10);
}
