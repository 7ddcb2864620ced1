import {
  ApiError,
  invalidRequest,
  OFFICE_ORDER_LIMITS,
  type OrderDetail,
  ordersOperations,
} from '@onsale/contracts';
import {
  answerProblems,
  type Correction,
  holderOf,
  type Order,
  packAnswers,
  readEvent,
  showOrder,
  type TicketPosition,
} from '@onsale/ledger';
import { addNote, orderSubject, removeNote } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { correct, keyOfCustomer } from './correct-order.ts';
import { findOrder, type FoundOrder } from './find-order.ts';
import { showNote } from './order-history.ts';
import { notChangeable, requireReadable, requireVersion } from './preconditions.ts';
import { showDetail } from './show-detail.ts';

interface Asked {
  actor: Actor;
  params: { orderId: string };
  headers: FastifyRequest['headers'];
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What is corrected, and how the activity log tells it. */
interface Edit {
  correction: Correction;
  before: object;
  after: object;
}

/** The routes that change orders where no money moves. */
export function registerEditRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records, ledger, config } = parts;

  const edit = async (
    asked: Asked,
    action: string,
    plan: (found: FoundOrder) => Promise<Edit> | Edit,
  ): Promise<OrderDetail> => {
    const { actor, params, headers, reply } = asked;
    const right = 'orders.write';
    const found = await findOrder(parts, params.orderId, { actor, right });
    requireVersion(headers, found);
    const { correction, before, after } = await plan(found);
    const { id, eventId } = found.order;
    const about = { action, eventId, subject: orderSubject(id), before, after };
    await logChange(records, asked, about, async () => {
      await correct(ledger(), found, { correction, action });
      return { result: undefined };
    });
    const now = await findOrder(parts, id, { actor, right });
    reply.header('etag', `"${now.version}"`);
    return await showDetail(parts, now);
  };

  route(scope, parts, ordersOperations.changeCustomer, async (asked) => {
    const { name, email } = asked.body;
    requireReadable({ name, email });
    return await edit(asked, 'changeCustomer', async ({ order }) => {
      const key = await keyOfCustomer(ledger(), order, {
        ...{ email, customerKey: config.CUSTOMER_KEY },
      });
      const correction = { customer: { name, email, key } };
      return { correction, before: order.customer, after: { name, email } };
    });
  });

  route(scope, parts, ordersOperations.changeHolders, async (asked) => {
    const { holders } = asked.body;
    requireReadable(Object.fromEntries(holders.map(({ name }, i) => [`holders[${i}].name`, name])));
    return await edit(asked, 'changeHolders', ({ order }) => {
      const named = holders.map(({ name, ...ticket }, i) => ({
        ...{ name: name.trim(), ticket: positionOf(order, ticket, `holders[${i}]`) },
      }));
      const before = holders.map((holder, i) => ({
        ...{ ...holder, name: holderOf(order, named[i]!.ticket).name },
      }));
      return { correction: { holders: named }, before: { holders: before }, after: { holders } };
    });
  });

  route(scope, parts, ordersOperations.reissueTickets, async (asked) => {
    const { tickets } = asked.body;
    return await edit(asked, 'reissueTickets', ({ order }) => {
      const reissued = tickets.map((ticket, i) => positionOf(order, ticket, `tickets[${i}]`));
      const versions = tickets.map((ticket, i) => ({
        ...{ ...ticket, version: holderOf(order, reissued[i]!).version },
      }));
      const after = versions.map((each) => ({ ...each, version: each.version + 1 }));
      return { correction: { reissued }, before: { tickets: versions }, after: { tickets: after } };
    });
  });

  route(scope, parts, ordersOperations.changeAnswers, async (asked) => {
    const { answers } = asked.body;
    requireReadable(
      Object.fromEntries(answers.map(({ answer }, i) => [`answers[${i}].answer`, answer])),
    );
    return await edit(asked, 'changeAnswers', async ({ order }) => {
      const event = await readEvent(ledger(), order.eventId);
      if (event === undefined) throw notChangeable('its event does not exist');
      const lines = new Map(order.lines.map((line) => [line.ticketId, line]));
      const problems = answerProblems(answers, event.document, { lines, areAllRequired: false });
      if (problems.length > 0) throw invalidRequest(...problems);
      return {
        correction: { answers: packAnswers(answers) },
        before: { answers: showOrder(order).answers ?? [] },
        after: { answers },
      };
    });
  });

  route(scope, parts, ordersOperations.addOrderNote, async (asked) => {
    const { actor, params, body, reply } = asked;
    const { order } = await findOrder(parts, params.orderId, { actor, right: 'orders.write' });
    const about = {
      action: 'addOrderNote',
      eventId: order.eventId,
      subject: orderSubject(order.id),
    };
    return await logChange(records, asked, about, async () => {
      const most = OFFICE_ORDER_LIMITS.notes;
      const note = await addNote(records, { orderId: order.id, actor, text: body.text, most });
      if (note === undefined) throw notChangeable(`an order has at most ${most} notes`);
      reply.code(201);
      return { result: showNote(note), after: { noteId: note.noteId } };
    });
  });

  route(scope, parts, ordersOperations.removeOrderNote, async (asked) => {
    const { actor, params, reply } = asked;
    const { order } = await findOrder(parts, params.orderId, { actor, right: 'orders.write' });
    const noteId = Number(params.noteId);
    const about = {
      ...{ action: 'removeOrderNote', eventId: order.eventId, subject: orderSubject(order.id) },
      before: { noteId },
    };
    return await logChange(records, asked, about, async () => {
      if (!(await removeNote(records, order.id, noteId))) {
        throw new ApiError('NOT_FOUND', 'the order has no such note');
      }
      reply.code(204);
      return { result: null };
    });
  });
}

function positionOf(
  order: Order,
  { ticketId, number }: { ticketId: string; number: number },
  path: string,
): TicketPosition {
  const line = order.lines.findIndex((each) => each.ticketId === ticketId);
  if (line !== -1 && number <= (order.lines[line]?.qty ?? 0)) return [line, number];
  throw invalidRequest({ path, message: 'must be a ticket of this order' });
}
