import { entranceRules, readEntranceSettings, type Scanning } from '@onsale/records';
import type { Actor } from '../access/actor.ts';
import type { OfficeParts } from '../app.ts';
import { findEntranceEvent } from './find-entrance-event.ts';

/** The entrance of an event as a member stands at it, who may know names. Throws `ApiError` 404 when there is none. */
export async function entranceHere(
  parts: Pick<OfficeParts, 'records' | 'ledger'>,
  { name }: Pick<Actor, 'name'>,
  eventId: string,
): Promise<Scanning> {
  const event = await findEntranceEvent(parts, eventId);
  const { settings } = await readEntranceSettings(parts.records, eventId);
  const rules = entranceRules(event, settings);
  return { eventId, rules, withNames: true, deviceId: undefined, name };
}
