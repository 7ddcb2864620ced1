import { dayOf } from '@onsale/check-in';
import { ApiError, type EntranceOfEvent, entranceOperations } from '@onsale/contracts';
import { given } from '@onsale/ledger';
import {
  type EntranceEvent,
  entranceRules,
  readEntranceSettings,
  type StoredEntranceSettings,
  writeEntranceSettings,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { requireRevision, showRevision } from '../access/if-match.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { checkSettings } from './check-settings.ts';
import { findEntranceEvent } from './find-entrance-event.ts';

/** Registers the routes for what the team sets at the entrance of an event. */
export function registerEntranceSettingsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const { getEntrance, replaceEntrance } = entranceOperations;

  route(scope, parts, getEntrance, async ({ params, reply }) => {
    const event = await findEntranceEvent(parts, params.eventId);
    const stored = await readEntranceSettings(records, params.eventId);
    showRevision(reply, stored.revision);
    return showEntrance(event, stored);
  });
  route(scope, parts, replaceEntrance, async ({ actor, params, body, request, reply, headers }) => {
    const { eventId } = params;
    const revision = requireRevision(headers);
    const event = await findEntranceEvent(parts, eventId);
    const settings = checkSettings(body, event);
    const about = { action: 'replaceEntrance', eventId, subject: `event:${eventId}` };
    const stored = await logChange(records, { actor, request }, about, async () => {
      const before = await readEntranceSettings(records, eventId);
      const change = { eventId, settings, revision, changedBy: actor.name };
      const written = await writeEntranceSettings(records, change);
      if (written === 'changed') {
        const message = 'somebody else has changed the entrance since; read it again';
        throw new ApiError('ETAG_MISMATCH', message);
      }
      if ('inUse' in written) throw inUse(written.inUse, before);
      return { result: written, before: before.settings, after: settings };
    });
    showRevision(reply, stored.revision);
    return showEntrance(event, stored);
  });
}

function inUse(entranceIds: readonly string[], { settings }: StoredEntranceSettings): ApiError {
  const details = entranceIds.map((entranceId) => {
    const known = settings.entrances.find((each) => each.entranceId === entranceId);
    const name = known?.name ?? entranceId;
    return { path: 'entrances', message: `must have ${name}: devices are signed in there` };
  });
  const message = 'an entrance has devices; revoke them first';
  return new ApiError('ENTRANCE_IN_USE', message, { details });
}

function showEntrance(event: EntranceEvent, stored: StoredEntranceSettings): EntranceOfEvent {
  const { revision, settings, changedBy, changedAt } = stored;
  const rules = entranceRules(event, settings);
  const today = dayOf(Date.now(), rules);
  return {
    ...{ eventId: event.eventId, revision, settings, days: rules.days },
    types: event.details.types,
    ...given({ opensAt: rules.opensAt, changedBy, changedAt: changedAt?.toISOString() }),
    ...(rules.days.includes(today) ? { today } : {}),
  };
}
