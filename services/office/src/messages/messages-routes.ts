import { ApiError, invalidRequest, type Message, messagesOperations } from '@onsale/contracts';
import { fillPlaceholders, mailLanguageOf } from '@onsale/mails';
import {
  countAudience,
  createMessage,
  deleteMessage,
  listMessages,
  type MessageRefusal,
  readMessage,
  readSettings,
  replaceMessage,
  scheduleMessage,
  sendTest,
  stopMessage,
  type StoredMessage,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { requireRevision, showRevision } from '../access/if-match.ts';
import { addressOfTest } from '../access/address-of-test.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { SAMPLE_BUYER, sampleOrderUrl } from '../mails/sample-mail.ts';
import { openJobsOnce } from '../open-jobs-once.ts';
import { checkPlaceholders } from './placeholders.ts';
import { findEvent } from '../events/find-event.ts';

const PAGE = 50;
const YEAR_MS = 366 * 86_400_000;
/** How far a clock may be behind ours. */
const SLACK_MS = 60_000;

/** Registers the routes of `messagesOperations`. */
export function registerMessagesRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const operations = messagesOperations;
  const jobs = openJobsOnce(scope, parts);

  route(scope, parts, operations.listMessages, async ({ params, query }) => {
    const limit = Number(query.limit ?? PAGE);
    const options = { after: query.cursor, limit: limit + 1 };
    const rows = await listMessages(records, params.eventId, options);
    const items = rows.slice(0, limit).map(showMessage);
    const last = items.at(-1);
    const isMore = rows.length > limit && last !== undefined;
    return { items, ...(isMore ? { nextCursor: last.messageId } : {}) };
  });

  route(scope, parts, operations.createMessage, async (asked) => {
    const { actor, params, body, reply } = asked;
    checkPlaceholders(body);
    await findEvent(parts.ledger(), params.eventId);
    const about = { action: 'createMessage', ...params, subject: `event:${params.eventId}` };
    const message = await logChange(records, asked, about, async () => {
      const result = await createMessage(records, params.eventId, {
        ...body,
        createdBy: actor.name,
      });
      return { result, after: summaryOf(result) };
    });
    reply.code(201);
    showRevision(reply, message.revision);
    return showMessage(message);
  });

  route(scope, parts, operations.getMessage, async ({ params, reply }) => {
    const message = await findMessage(parts, params);
    showRevision(reply, message.revision);
    return showMessage(message);
  });

  route(scope, parts, operations.replaceMessage, async (asked) => {
    const { params, body, headers, reply } = asked;
    checkPlaceholders(body);
    const revision = requireRevision(headers);
    const message = await logChange(records, asked, aboutOf('replaceMessage', params), async () => {
      const before = await findMessage(parts, params);
      const result = done(await replaceMessage(records, { ...params, revision }, body));
      return { result, before: summaryOf(before), after: summaryOf(result) };
    });
    showRevision(reply, message.revision);
    return showMessage(message);
  });

  route(scope, parts, operations.deleteMessage, async (asked) => {
    const { params, headers, reply } = asked;
    const revision = requireRevision(headers);
    await logChange(records, asked, aboutOf('deleteMessage', params), async () => {
      const before = await findMessage(parts, params);
      const result = done(await deleteMessage(records, { ...params, revision }));
      return { result, before: summaryOf(before) };
    });
    reply.code(204);
    return null;
  });

  route(scope, parts, operations.previewMessage, async ({ params, body }) => {
    checkPlaceholders(body);
    const { document: event } = await findEvent(parts.ledger(), params.eventId);
    const counts = await countAudience(records, params.eventId, body.audience);
    const language = mailLanguageOf(undefined, (await readSettings(records))?.document.languages);
    const orderUrl = sampleOrderUrl(parts.config.PUBLIC_URL);
    const fill = (text: string) =>
      fillPlaceholders(text, { buyer: SAMPLE_BUYER, event, orderUrl, language });
    return { ...counts, subject: fill(body.subject), body: fill(body.body) };
  });

  route(scope, parts, operations.testMessage, async (asked) => {
    const { actor, params, body, reply } = asked;
    const { messageId } = params;
    await findMessage(parts, params);
    const email = await addressOfTest(parts, actor, body.email);
    await logChange(records, asked, aboutOf('testMessage', params), async () => {
      await sendTest(await jobs(), messageId, email);
      return { result: undefined };
    });
    reply.code(202);
    return { messageId, email };
  });

  route(scope, parts, operations.scheduleMessage, async (asked) => {
    const { params, body, headers, reply } = asked;
    const revision = requireRevision(headers);
    const sendAt = momentOf(body.sendAt);
    const message = await logChange(
      records,
      asked,
      aboutOf('scheduleMessage', params),
      async () => {
        const by = { db: records, jobs: await jobs() };
        const result = done(await scheduleMessage(by, { ...params, revision }, sendAt));
        return { result, after: { ...summaryOf(result), sendAt: sendAt.toISOString() } };
      },
    );
    showRevision(reply, message.revision);
    return showMessage(message);
  });

  route(scope, parts, operations.stopMessage, async (asked) => {
    const { params, reply } = asked;
    const message = await logChange(records, asked, aboutOf('stopMessage', params), async () => {
      const result = await stopMessage(records, params);
      if (result === 'missing') throw refusal('missing');
      if (result === 'not-scheduled') throw refusal('not-draft');
      return { result, after: summaryOf(result) };
    });
    showRevision(reply, message.revision);
    return showMessage(message);
  });
}

interface MessageParams {
  eventId: string;
  messageId: string;
}

const aboutOf = (action: string, { eventId, messageId }: MessageParams) => {
  return { action, eventId, subject: `message:${messageId}` };
};

async function findMessage({ records }: OfficeParts, { eventId, messageId }: MessageParams) {
  const message = await readMessage(records, eventId, messageId);
  if (message === undefined) throw refusal('missing');
  return message;
}

function done<Result>(result: Result | MessageRefusal): Exclude<Result, MessageRefusal> {
  if (isRefusal(result)) throw refusal(result);
  return result as Exclude<Result, MessageRefusal>;
}

function isRefusal(result: unknown): result is MessageRefusal {
  return result === 'missing' || result === 'changed' || result === 'not-draft';
}

function refusal(why: MessageRefusal): ApiError {
  if (why === 'missing') return new ApiError('MESSAGE_NOT_FOUND', 'the event has no such message');
  return why === 'changed'
    ? new ApiError('ETAG_MISMATCH', 'somebody has changed the message since you read it')
    : new ApiError('MESSAGE_NOT_DRAFT', 'the message is no longer in a state that allows this');
}

function momentOf(sendAt: string | undefined): Date {
  const nowMs = Date.now();
  if (sendAt === undefined) return new Date(nowMs);
  const atMs = Date.parse(sendAt);
  if (atMs >= nowMs - SLACK_MS && atMs <= nowMs + YEAR_MS) return new Date(atMs);
  throw invalidRequest({ path: 'sendAt', message: 'must be within the next year' });
}

const summaryOf = ({ subject, audience, state }: StoredMessage) => ({ subject, audience, state });

function showMessage(row: StoredMessage): Message {
  const { subject, body, audience, state, revision, sent, failed, send_at: sendAt } = row;
  return {
    ...{ messageId: row.message_id, eventId: row.event_id, subject, body, audience },
    ...{ state, revision, sent, failed },
    ...(sendAt === null ? {} : { sendAt: sendAt.toISOString() }),
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
