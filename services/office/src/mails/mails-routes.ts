import { ApiError, mailsOperations } from '@onsale/contracts';
import { ANONYMIZED, isRehearsalOrder } from '@onsale/ledger';
import { listMails, mailNow, type MailsRow, orderSubject } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { type Actor, eventsWith } from '../access/actor.ts';
import { addressOfTest } from '../access/address-of-test.ts';
import { requireRight } from '../access/authorize.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { openJobsOnce } from '../open-jobs-once.ts';
import { findOrder } from '../orders/find-order.ts';
import { checkSenderDomain } from './domain/check-sender-domain.ts';
import { findMail } from './find-mail.ts';
import { showDetail, showSummary } from './show-mail.ts';
import { showMailServer } from './show-mail-server.ts';

const PAGE = 50;

/** Registers the routes of `mailsOperations`. */
export function registerMailsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const operations = mailsOperations;
  const jobs = openJobsOnce(scope, parts);

  route(scope, parts, operations.listMails, async ({ actor, query }) => {
    const { eventId, orderId, messageId, kind, state, cursor: after } = query;
    if (eventId !== undefined) requireRight(actor, 'orders.read', eventId);
    const allowed = eventsWith(actor, 'orders.read');
    const all = allowed === 'all' ? undefined : [...allowed];
    const limit = Number(query.limit ?? PAGE);
    const rows = await listMails(records, {
      ...{ orderId, messageId, kind, state, after, limit: limit + 1 },
      eventIds: eventId === undefined ? all : [eventId],
    });
    const items = rows.slice(0, limit).map(showSummary);
    const last = items.at(-1);
    const isMore = rows.length > limit && last !== undefined;
    return { items, ...(isMore ? { nextCursor: last.mailId } : {}) };
  });

  route(scope, parts, operations.getMail, async ({ actor, params }) => {
    return showDetail(await findMail(parts, actor, params.mailId));
  });

  route(scope, parts, operations.resendMail, async (asked) => {
    const { actor, params, reply } = asked;
    const mail = await findMail(parts, actor, params.mailId);
    if (mail.order_id === null || mail.state === 'waiting') throw notResendable();
    const { address, orderId, eventId } = await recipientOf(parts, actor, mail.order_id);
    const about = { action: 'resendMail', eventId, subject: orderSubject(orderId) };
    const mailId = await logChange(records, asked, about, async () => {
      const again = { ...mailOf(mail), address, orderId, eventId };
      const by = { db: records, jobs: await jobs() };
      const result = await mailNow(by, mail.mail_key, again);
      return { result, after: { kind: mail.kind } };
    });
    reply.code(202);
    return { mailId, email: address };
  });

  route(scope, parts, operations.mailOrderTickets, async (asked) => {
    const { actor, params, reply } = asked;
    const { address, status, orderId, eventId } = await recipientOf(parts, actor, params.orderId);
    if (status !== 'confirmed') {
      throw new ApiError('NO_TICKETS', 'the order has no tickets, since it is not confirmed');
    }
    if (isRehearsalOrder(orderId)) {
      throw new ApiError(
        'NO_TICKETS',
        'the order belongs to a rehearsal, and rehearsals send no mails',
      );
    }
    const about = { action: 'mailOrderTickets', eventId, subject: orderSubject(orderId) };
    const mailId = await logChange(records, asked, about, async () => {
      const mail = { kind: 'confirmed' as const, address, orderId, eventId };
      const by = { db: records, jobs: await jobs() };
      const result = await mailNow(by, `confirmed:${orderId}`, mail);
      return { result };
    });
    reply.code(202);
    return { mailId, email: address };
  });

  route(scope, parts, operations.getMailServer, async ({ actor }) => {
    const allowed = eventsWith(actor, 'events.read');
    return await showMailServer({ records, ledger: parts.ledger() }, allowed);
  });

  route(scope, parts, operations.sendTestMail, async (asked) => {
    const { actor, body, reply } = asked;
    const email = await addressOfTest(parts, actor, body.email);
    const about = { action: 'sendTestMail', subject: 'mail-server' };
    const mailId = await logChange(records, asked, about, async () => {
      const by = { db: records, jobs: await jobs() };
      const result = await mailNow(by, `test:${email}`, { kind: 'test', address: email });
      return { result };
    });
    reply.code(202);
    return { mailId, email };
  });

  route(scope, parts, operations.checkSenderDomain, async () => await checkSenderDomain(parts));
}

async function recipientOf(parts: OfficeParts, actor: Actor, orderId: string) {
  const { order } = await findOrder(parts, orderId, { actor, right: 'orders.write' });
  const { id, eventId, status, customer } = order;
  if (customer.email === ANONYMIZED) throw notResendable();
  return { orderId: id, eventId, status, address: customer.email };
}

function mailOf({ kind, language, message_id: messageId, about }: MailsRow) {
  return {
    ...{ kind, about },
    language: language ?? undefined,
    messageId: messageId ?? undefined,
  };
}

const notResendable = () =>
  new ApiError(
    'MAIL_NOT_RESENDABLE',
    'only a mail about an order can be sent again, if it is no longer waiting and its buyer is known',
  );
