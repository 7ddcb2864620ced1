import { ApiError, entranceOperations, invalidRequest } from '@onsale/contracts';
import { noteScan, orderSubject, readListedOrder, undoCheckIn } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { dayIn } from '../access/moment.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { entranceHere } from './entrance-here.ts';
import { findTickets } from './find-tickets.ts';

/** Registers the routes by which members let people in themselves, and take that back. */
export function registerByHandRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const operations = entranceOperations;

  route(scope, parts, operations.findTickets, async ({ actor, params, query }) => {
    return await findTickets(records, await entranceHere(parts, actor, params.eventId), query.q);
  });
  route(scope, parts, operations.checkInTicket, async ({ actor, params, body, request }) => {
    const scanning = await entranceHere(parts, actor, params.eventId);
    const { ticket, entranceId, letIn = false, why } = body;
    if (!isEntrance(scanning.rules, entranceId)) {
      throw invalidRequest({ path: 'entranceId', message: 'must be an entrance of this event' });
    }
    const about = { ...(await aboutTicket(params.eventId, ticket)), action: 'checkInTicket' };
    return await logChange(records, { actor, request }, { ...about, after: body }, async () => {
      const at = new Date();
      const { answer } = await noteScan(records, scanning, {
        ...{ via: 'console', ticket, entranceId, at, receivedAt: at, letIn, why },
        ...{ undo: false, isLate: false },
      });
      return { result: answer, after: { ...body, answer: answer.kind } };
    });
  });
  route(scope, parts, operations.undoCheckIn, async ({ actor, params, body, request, reply }) => {
    const scanning = await entranceHere(parts, actor, params.eventId);
    const { ticket, why } = body;
    const day = dayIn('day', body.day);
    const about = { ...(await aboutTicket(params.eventId, ticket)), action: 'undoCheckIn' };
    await logChange(records, { actor, request }, { ...about, after: body }, async () => {
      if ((await undoCheckIn(records, scanning, { ticket, day, why })) === true) {
        return { result: undefined };
      }
      throw new ApiError('NOT_CHECKED_IN', 'this ticket was not let in');
    });
    reply.code(204);
    return null;
  });

  // As the activity log tells of it. Throws `ApiError` 404 when the event has no such ticket.
  async function aboutTicket(eventId: string, ticket: string) {
    const found = await readListedOrder(records, { eventId, ticket });
    if (found !== undefined) return { eventId, subject: orderSubject(found.orderId) };
    throw new ApiError('TICKET_NOT_FOUND', 'this event has no such ticket');
  }
}

function isEntrance(
  { entrances }: { entrances: readonly { entranceId: string }[] },
  entranceId: string | undefined,
): boolean {
  return entranceId === undefined || entrances.some((each) => each.entranceId === entranceId);
}
