import { type Activity, invalidRequest, teamOperations } from '@onsale/contracts';
import { readActivity, type StoredActivity } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { eventsWith } from '../access/actor.ts';
import { momentIn } from '../access/moment.ts';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';

const DEFAULT_LIMIT = 50;

/** Registers the route of the activity log. */
export function registerActivityRoutes(scope: HttpServer, parts: OfficeParts): void {
  route(scope, parts, teamOperations.listActivity, async ({ actor, query }) => {
    const { actorId, action, eventId, subject } = query;
    const events = eventsWith(actor, 'activity.read');
    const limit = Number(query.limit ?? DEFAULT_LIMIT);
    const found = await readActivity(parts.records, {
      ...{ actorId, action, eventId, subject },
      eventIds: events === 'all' ? undefined : [...events],
      from: momentIn('from', query.from),
      to: momentIn('to', query.to),
      before: positionOf(query.cursor),
      limit: limit + 1,
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      items: items.map(activityOf),
      ...(hasMore ? { nextCursor: String(last.activityId) } : {}),
    };
  });
}

function positionOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw invalidRequest({ path: 'cursor', message: 'must be the nextCursor of the page before' });
}

function activityOf({ at, eventId, before, after, ...activity }: StoredActivity): Activity {
  return {
    ...activity,
    at: at.toISOString(),
    ...(eventId === null ? {} : { eventId }),
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
  };
}
