import {
  ApiError,
  type EventInput,
  type Notice,
  type NoticedChange,
  NOTICED_FIELDS,
  noticesOperations,
} from '@onsale/contracts';
import { eventInputOf, given, type StoredEvent } from '@onsale/ledger';
import {
  countNoticed,
  createNotice,
  listNotices,
  readEventRevision,
  type StoredNotice,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';

/** More than anybody tells the buyers of one event. */
const LISTED = 100;

/** Registers the routes of `noticesOperations`. */
export function registerNoticesRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, ledger } = parts;
  const operations = noticesOperations;

  route(scope, parts, operations.listNotices, async ({ params }) => {
    return { items: (await listNotices(records, params.eventId, LISTED)).map(showNotice) };
  });

  route(scope, parts, operations.previewNotice, async ({ params, body }) => {
    const event = await findEvent(ledger(), params.eventId);
    const changes = await changesSince(parts, event, body.sinceRevision);
    return { changes, orders: await countNoticed(records, params.eventId) };
  });

  route(scope, parts, operations.createNotice, async (asked) => {
    const { actor, params, body, reply } = asked;
    const { eventId } = params;
    const event = await findEvent(ledger(), eventId);
    const changes = await changesSince(parts, event, body.sinceRevision);
    const { note } = body;
    const about = { action: 'createNotice', eventId, subject: `event:${eventId}` };
    const notice = await logChange(records, asked, about, async () => {
      const result = await createNotice(records, {
        // Who repeats it has told nobody twice.
        ...{ key: `event_changed:${eventId}:${event.revision}`, eventId, kind: 'event_changed' },
        about: { changes, before: beforeOf(changes), ...given({ note }) },
        createdBy: actor.name,
      });
      return { result, after: { noticeId: result.notice_id, changes, ...given({ note }) } };
    });
    reply.code(201);
    return showNotice(notice);
  });
}

async function changesSince(
  { records }: OfficeParts,
  { document, revision }: StoredEvent,
  since: number,
): Promise<NoticedChange[]> {
  const before =
    since < revision ? await readEventRevision(records, document.id, since) : undefined;
  const changes = before === undefined ? [] : noticedChanges(before, eventInputOf(document));
  if (changes.length > 0) return changes;
  const message = `nothing that buyers must know has changed since revision ${since}`;
  throw new ApiError('NOTHING_TO_TELL', message);
}

function noticedChanges(before: EventInput, after: EventInput): NoticedChange[] {
  return NOTICED_FIELDS.filter((field) => before[field] !== after[field]).map((field) => {
    return { field, ...given({ from: before[field], to: after[field] }) };
  });
}

// Its time zone goes with its times.
const beforeOf = (changes: readonly NoticedChange[]) =>
  Object.fromEntries(changes.map(({ field, from }) => [field, from]));

function showNotice(row: StoredNotice): Notice {
  const about = row.about as { changes?: NoticedChange[]; note?: string };
  return {
    ...{ noticeId: row.notice_id, eventId: row.event_id, kind: row.kind },
    changes: about.changes ?? [],
    isQueued: row.queued_at !== null,
    mails: row.mails,
    ...given({ note: about.note, createdBy: row.created_by ?? undefined }),
    createdAt: row.created_at.toISOString(),
  };
}
