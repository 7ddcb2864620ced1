import { eventsOperations } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import { eventsWith } from '../access/actor.ts';
import { requireRight } from '../access/authorize.ts';
import { requireRevision, revisionIn, showRevision } from '../access/if-match.ts';
import { route } from '../access/route.ts';
import { withIdempotency } from '../access/with-idempotency.ts';
import type { OfficeParts } from '../app.ts';
import { duplicateEvent, previewDuplicates } from './duplicate-event.ts';
import {
  changeCapacities,
  createEvent,
  deleteEvent,
  getEvent,
  replaceEvent,
  takeSaleStep,
} from './edit-event.ts';
import { listEvents } from './list-events.ts';

/** Events, from the draft to the end of their sale. */
export function registerEventsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { ledger } = parts;
  const operations = eventsOperations;

  route(scope, parts, operations.listOfficeEvents, async ({ actor, query }) => {
    const allowed = eventsWith(actor, 'events.read');
    return await listEvents(ledger(), query, { allowed, nowMs: Date.now() });
  });
  route(scope, parts, operations.createEvent, async ({ body, reply, ...editor }) => {
    requireRight(editor.actor, 'events.write', body.id);
    const event = await createEvent(parts, editor, body);
    showRevision(reply, event.revision);
    void reply.code(201).header('location', `/v1/events/${event.eventId}`);
    return event;
  });
  route(scope, parts, operations.getOfficeEvent, async ({ params, reply }) => {
    const event = await getEvent(parts, params.eventId);
    showRevision(reply, event.revision);
    return event;
  });
  route(scope, parts, operations.replaceEvent, async ({ params, body, reply, ...editor }) => {
    const revision = requireRevision(editor.headers);
    const { eventId } = params;
    const event = await replaceEvent(parts, editor, { eventId, revision, input: body });
    showRevision(reply, event.revision);
    return event;
  });
  route(scope, parts, operations.deleteEvent, async ({ params, reply, ...editor }) => {
    const revision = requireRevision(editor.headers);
    await deleteEvent(parts, editor, { eventId: params.eventId, revision });
    void reply.code(204);
    return null;
  });
  route(scope, parts, operations.takeSaleStep, async ({ params, body, reply, ...editor }) => {
    const revision = revisionIn(editor.headers);
    const event = await takeSaleStep(parts, editor, { ...params, ...body, revision });
    showRevision(reply, event.revision);
    return event;
  });
  route(scope, parts, operations.changeCapacity, async ({ params, body, ...asked }) => {
    const event = await withIdempotency(parts.records, asked, async () => ({
      body: await changeCapacities(parts, asked, { ...params, ...body }),
    }));
    showRevision(asked.reply, event.revision);
    return event;
  });
  route(scope, parts, operations.previewDuplicates, async ({ params, body }) => {
    return await previewDuplicates(ledger(), params.eventId, body);
  });
  route(scope, parts, operations.duplicateEvent, async ({ params, body, ...asked }) => {
    const { eventId } = params;
    return await withIdempotency(parts.records, asked, async () => ({
      status: 201,
      body: await duplicateEvent(parts, asked, { eventId, request: body }),
    }));
  });
}
