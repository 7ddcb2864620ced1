import {
  ApiError,
  invalidRequest,
  MOST_ENDPOINTS,
  type WebhookDelivery,
  type WebhookEndpointInput,
  webhooksOperations,
} from '@onsale/contracts';
import {
  createEndpoint,
  deleteEndpoint,
  listDeliveries,
  readDelivery,
  readEndpoints,
  type Records,
  replaceEndpoint,
  rotateSecret,
  sendAgain,
  type StoredEndpoint,
  testEndpoint,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { requireRevision, showRevision } from '../access/if-match.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { openJobsOnce } from '../open-jobs-once.ts';
import { showAttempt, showDelivery, showEndpoint } from './show-webhooks.ts';

const PAGE = 50;
const HOUR_MS = 3_600_000;

/** Registers the routes of `webhooksOperations`. */
export function registerWebhooksRoutes(scope: HttpServer, parts: OfficeParts): void {
  registerEndpointRoutes(scope, parts);
  registerDeliveryRoutes(scope, parts);
}

function registerEndpointRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const operations = webhooksOperations;

  route(scope, parts, operations.listWebhookEndpoints, async () => {
    return { items: (await readEndpoints(records)).map(showEndpoint) };
  });

  route(scope, parts, operations.createWebhookEndpoint, async (asked) => {
    const { actor, body, reply } = asked;
    requireUrl(body);
    const about = { action: 'createWebhookEndpoint', subject: 'webhook_endpoint' };
    const { endpointId, secret } = await logChange(records, asked, about, async () => {
      const made = await createEndpoint(records, { ...body, createdBy: actor.name });
      if (made === 'too_many') {
        const message = `there are ${MOST_ENDPOINTS} endpoints, as many as a shop can have`;
        throw new ApiError('TOO_MANY_ENDPOINTS', message);
      }
      return { result: made, after: { ...summaryOf(body), endpointId: made.endpointId } };
    });
    const endpoint = await findEndpoint(records, endpointId);
    reply.code(201);
    showRevision(reply, endpoint.revision);
    return { endpoint: showEndpoint(endpoint), secret };
  });

  route(scope, parts, operations.getWebhookEndpoint, async ({ params, reply }) => {
    const endpoint = await findEndpoint(records, params.endpointId);
    showRevision(reply, endpoint.revision);
    return showEndpoint(endpoint);
  });

  route(scope, parts, operations.replaceWebhookEndpoint, async (asked) => {
    const { params, body, headers, reply } = asked;
    requireUrl(body);
    const read = { ...params, revision: requireRevision(headers) };
    const before = await findEndpoint(records, params.endpointId);
    const about = aboutOf('replaceWebhookEndpoint', params, before);
    await logChange(records, asked, about, async () => {
      requireDone(await replaceEndpoint(records, read, body));
      return { result: undefined, after: summaryOf(body) };
    });
    const endpoint = await findEndpoint(records, params.endpointId);
    showRevision(reply, endpoint.revision);
    return showEndpoint(endpoint);
  });

  route(scope, parts, operations.deleteWebhookEndpoint, async (asked) => {
    const { params, headers, reply } = asked;
    const read = { ...params, revision: requireRevision(headers) };
    const before = await findEndpoint(records, params.endpointId);
    const about = aboutOf('deleteWebhookEndpoint', params, before);
    await logChange(records, asked, about, async () => {
      requireDone(await deleteEndpoint(records, read));
      return { result: undefined };
    });
    reply.code(204);
    return null;
  });

  route(scope, parts, operations.rotateWebhookSecret, async (asked) => {
    const { params, body, reply } = asked;
    const earlierUntil = new Date(Date.now() + body.earlierEndsInHours * HOUR_MS);
    const about = aboutOf('rotateWebhookSecret', params);
    const secret = await logChange(records, asked, about, async () => {
      const made = await rotateSecret(records, params.endpointId, earlierUntil);
      if (made === undefined) throw notFound();
      return { result: made, after: { earlierUntil: earlierUntil.toISOString() } };
    });
    const endpoint = await findEndpoint(records, params.endpointId);
    showRevision(reply, endpoint.revision);
    return { endpoint: showEndpoint(endpoint), secret };
  });
}

function registerDeliveryRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const operations = webhooksOperations;
  const jobs = openJobsOnce(scope, parts);

  route(scope, parts, operations.testWebhookEndpoint, async (asked) => {
    const { params, reply } = asked;
    const about = aboutOf('testWebhookEndpoint', params);
    const deliveryId = await logChange(records, asked, about, async () => {
      const queued = await testEndpoint({ db: records, jobs: await jobs() }, params.endpointId);
      if (queued === undefined) throw notFound();
      return { result: queued };
    });
    reply.code(202);
    return await showNow(records, { ...params, deliveryId });
  });

  route(scope, parts, operations.listWebhookDeliveries, async ({ params, query }) => {
    const { endpoint_id: endpointId } = await findEndpoint(records, params.endpointId);
    const limit = Number(query.limit ?? PAGE);
    const { state, type, orderId, cursor: after } = query;
    const found = await listDeliveries(records, endpointId, {
      ...{ state, type, orderId, after, limit: limit + 1 },
    });
    const items = found.slice(0, limit).map(showDelivery);
    const last = items.at(-1);
    const isMore = found.length > limit && last !== undefined;
    return { items, ...(isMore ? { nextCursor: last.deliveryId } : {}) };
  });

  route(scope, parts, operations.getWebhookDelivery, async ({ params }) => {
    const found = await readDelivery(records, params.endpointId, params.deliveryId);
    if (found === undefined) throw notFound();
    const { delivery, body, attempts } = found;
    return { delivery: showDelivery(delivery), body, attempts: attempts.map(showAttempt) };
  });

  route(scope, parts, operations.sendWebhookAgain, async (asked) => {
    const { params, reply } = asked;
    const about = {
      ...{ action: 'sendWebhookAgain', subject: `webhook_endpoint:${params.endpointId}` },
      after: { deliveryId: params.deliveryId },
    };
    await logChange(records, asked, about, async () => {
      const by = { db: records, jobs: await jobs() };
      const outcome = await sendAgain(by, params.endpointId, params.deliveryId);
      if (outcome === 'missing') throw notFound();
      if (outcome === 'off') throw new ApiError('ENDPOINT_OFF', 'the endpoint is switched off');
      return { result: undefined };
    });
    reply.code(202);
    return await showNow(records, params);
  });
}

interface EndpointParams {
  endpointId: string;
}

async function findEndpoint(records: Records, endpointId: string): Promise<StoredEndpoint> {
  const [endpoint] = await readEndpoints(records, endpointId);
  if (endpoint === undefined) throw notFound();
  return endpoint;
}

async function showNow(
  records: Records,
  { endpointId, deliveryId }: EndpointParams & { deliveryId: string },
): Promise<WebhookDelivery> {
  const found = await readDelivery(records, endpointId, deliveryId);
  if (found === undefined) throw notFound();
  return showDelivery(found.delivery);
}

function requireDone(outcome: 'done' | 'missing' | 'changed'): void {
  if (outcome === 'missing') throw notFound();
  if (outcome === 'changed') {
    throw new ApiError('ETAG_MISMATCH', 'somebody has changed the endpoint since you read it');
  }
}

function notFound(): ApiError {
  return new ApiError('WEBHOOK_NOT_FOUND', 'there is no such endpoint, or it was not sent this');
}

function aboutOf(action: string, { endpointId }: EndpointParams, before?: StoredEndpoint) {
  const subject = `webhook_endpoint:${endpointId}`;
  if (before === undefined) return { action, subject };
  const { url, types, is_on: isOn } = before;
  return { action, subject, before: summaryOf({ url, types, isOn }) };
}

// Without the path: some systems have a secret of their own there.
function summaryOf({ url, types, isOn }: WebhookEndpointInput) {
  return { host: new URL(url).origin, types, isOn };
}

// Its pattern lets a port or an address pass that can't be.
function requireUrl({ url }: WebhookEndpointInput): void {
  if (URL.canParse(url)) return;
  throw invalidRequest({ path: 'url', message: 'must be an address that can be' });
}
