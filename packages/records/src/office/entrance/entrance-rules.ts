import { daysOf } from '@onsale/check-in';
import type { EntranceRules, EntranceSettings } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { EventDetails } from '../../schema/report-tables.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import { DEFAULT_ENTRANCE } from './entrance-defaults.ts';

/** How people are let in to an event: what was set, or the defaults, and what the rule makes of it. */
export interface EntranceAsSet {
  settings: EntranceSettings;
  /** 0 as long as nobody has set anything. */
  revision: number;
  rules: EntranceRules;
}

/**
 * What the rule goes by at the entrance of an event, from the records alone: people come in while Redis is away.
 * Undefined of an event that the recorder has not seen yet.
 */
export async function readEntranceRules(
  db: Records | RecordsTransaction,
  eventId: string,
): Promise<EntranceRules | undefined> {
  return (await readEntranceAsSet(db, eventId))?.rules;
}

export async function readEntranceAsSet(
  db: Records | RecordsTransaction,
  eventId: string,
): Promise<EntranceAsSet | undefined> {
  const { rows } = await sql<{
    name: string;
    time_zone: string;
    details: EventDetails;
    settings: EntranceSettings | null;
    revision: number | null;
  }>`
    select e.name, e.time_zone, e.details, s.settings, s.revision
    from records.events e left join office.entrance_settings s using (event_id)
    where e.event_id = ${eventId} and e.details is not null`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { name, time_zone: timeZone, details } = row;
  const settings = row.settings ?? DEFAULT_ENTRANCE;
  const event = { eventId, name, timeZone, details };
  return { settings, revision: row.revision ?? 0, rules: entranceRules(event, settings) };
}

/** What the rule makes of an event and of what was set for its entrance. */
export function entranceRules(
  event: { eventId: string; name: string; timeZone: string; details: EventDetails },
  settings: EntranceSettings,
): EntranceRules {
  const { eventId, name: eventName, timeZone, details } = event;
  const { entrances, types, dayStartsAt, opensAt = details.doorsAt } = settings;
  const set = new Map(types.map(({ ticketId, ...rule }) => [ticketId, rule]));
  return {
    ...{ eventId, eventName, timeZone, dayStartsAt, entrances },
    days: daysOf(details, { timeZone, dayStartsAt }),
    ...(opensAt === undefined ? {} : { opensAt }),
    types: details.types.map((type) => {
      return { ...type, admits: 'once' as const, ...set.get(type.ticketId) };
    }),
  };
}
