import { ADMISSION_HEADER, ApiError, ORDER_LIMITS, ticketPurchase } from '@onsale/contracts';
import {
  findFirstOrder,
  type NewOrder,
  normalizeCode,
  orderHandle,
  type OrderLines,
  packAnswers,
  type Placement,
  type StoredCode,
} from '@onsale/ledger';
import { type HttpServer, type Tracing, withSchemaTypes } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findCode } from '../codes/find-code.ts';
import { withinDeadline } from '../redis-deadline.ts';
import type { Sale } from '../sale.ts';
import type { OrderRules } from './check-order.ts';
import { draftOrder } from './draft-order.ts';
import { ignoredFields } from './ignored-fields.ts';
import type { OrderPlacer } from './order-placer.ts';
import { refusePlacement } from './refuse-placement.ts';
import { placedOrderJson } from './placed-order-json.ts';

type OrderBody = Parameters<typeof draftOrder>[0];

/** `POST /orders`. */
export function registerPlaceOrder(
  app: HttpServer,
  sale: () => Sale,
  options: { config: OrderRules; orderLines: OrderLines; tracing: Tracing | undefined },
): void {
  const { config, orderLines, tracing } = options;
  const { url, schema } = ticketPurchase.placeOrder;
  const route = { schema, preValidation: refuseManyLines };
  withSchemaTypes(app).post(url, route, async (request, reply) => {
    const { catalogView, tags, admissions, placer, orderLimit, ledger, reader } = sale();
    const { body, ip } = request;
    const idempotencyKey = readKey(request);
    let draft: ReturnType<typeof draftOrder>;
    try {
      const code = await findCodeOf(body, sale(), ip);
      draft = draftOrder(body, {
        ...{ catalogView, tags, admissions, code, config, ip },
        headers: {
          token: request.headers[ADMISSION_HEADER],
          cookie: request.raw.headers.cookie,
        },
      });
      const counting = orderLimit?.count(ip);
      if (counting !== undefined) await counting;
    } catch (error) {
      // Whoever has an order is told of it, whatever has left the catalog or which limits have
      // changed. Only who is refused pays for the look; place itself looks for all others.
      const isFinal = error instanceof ApiError && error.statusCode < 500;
      const first = isFinal ? await findFirst({ ledger, reader }, body, idempotencyKey) : undefined;
      if (first === undefined) throw error;
      return sendPlaced(reply, first, { body, isReplay: true });
    }
    const order: NewOrder = { ...draft.order, idempotencyKey };
    const parent = request.span?.traceparent;
    const placement =
      tracing === undefined || parent === undefined
        ? await placer.place(order, draft.shard)
        : await placeTraced(placer, { order, shard: draft.shard, tracing, parent });
    switch (placement.outcome) {
      case 'placed':
        orderLines.changed(order.id, 'placed', {
          durationMs: reply.elapsedTime,
          reqId: request.id,
        });
        return sendPlaced(reply, order, { body, isReplay: false });
      case 'duplicate': {
        orderLimit?.giveBack(ip);
        const first = await reader.read(placement.orderId);
        return sendPlaced(reply, first, { body, isReplay: true });
      }
      default:
        throw refusePlacement(body.items, placement, draft.order.eventId);
    }
  });
}

// Cheaper than the schema, which finds every fault of every line.
function refuseManyLines(request: FastifyRequest, _reply: FastifyReply, done: (e?: Error) => void) {
  const items = (request.body as { items?: unknown } | null | undefined)?.items;
  if (!Array.isArray(items) || items.length <= ORDER_LIMITS.lines) return done();
  const message = `must not have more than ${ORDER_LIMITS.lines} lines`;
  done(
    new ApiError('INVALID_REQUEST', `items ${message}`, { details: [{ path: 'items', message }] }),
  );
}

// Node joins equal headers with a comma: two keys must not become a third one.
function readKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  const names = request.raw.rawHeaders.filter((_, i) => i % 2 === 0);
  if (names.filter((name) => name.toLowerCase() === 'idempotency-key').length > 1) {
    throw new ApiError('INVALID_REQUEST', 'the header Idempotency-Key is there twice', {
      details: [{ path: 'idempotency-key', message: 'is there twice' }],
    });
  }
  return String(key);
}

// The code that the body names, of the event of its tickets. What is wrong with these is told by draftOrder.
async function findCodeOf(
  { code, items }: OrderBody,
  { catalogView, ledger, codeLimit }: Sale,
  ip: string,
): Promise<StoredCode | undefined> {
  const offer = code === undefined ? undefined : catalogView.offer(items[0]?.ticketId ?? '');
  if (code === undefined || offer === undefined) return undefined;
  const event = { shard: offer.shard, eventId: offer.event.id };
  return await findCode({ ledger, codeLimit, ip }, event, code);
}

async function findFirst(
  { ledger, reader }: Pick<Sale, 'ledger' | 'reader'>,
  body: OrderBody,
  key: string | undefined,
) {
  if (key === undefined) return undefined;
  const quantities = new Map<string, number>();
  for (const { ticketId, qty } of body.items) {
    quantities.set(ticketId, (quantities.get(ticketId) ?? 0) + qty);
  }
  const lines = Array.from(quantities, ([ticketId, qty]) => ({ ticketId, qty }));
  const { answers, code } = body;
  const extras = {
    ...(answers === undefined ? {} : { answers: packAnswers(answers) }),
    ...(code === undefined ? {} : { code: normalizeCode(code) }),
  };
  const request = { ...body, idempotencyKey: key, lines, extras };
  const orderId = await withinDeadline(() => findFirstOrder(ledger, request));
  return orderId === undefined ? undefined : await reader.read(orderId);
}

// The trace goes on where the order is settled: its entry in the stream names this step.
async function placeTraced(
  placer: OrderPlacer,
  traced: { order: NewOrder; shard: number; tracing: Tracing; parent: string },
): Promise<Placement> {
  const { order, shard, tracing, parent } = traced;
  const span = tracing.start('place', { kind: 'client', parent });
  if (span !== undefined) order.traceparent = span.traceparent;
  let outcome: string = 'unavailable';
  try {
    const placement = await placer.place(order, shard);
    ({ outcome } = placement);
    return placement;
  } finally {
    span?.end({
      'onsale.order': orderHandle(order.id),
      'onsale.outcome': outcome,
      'db.system.name': 'redis',
    });
  }
}

function sendPlaced(
  reply: FastifyReply,
  order: Pick<NewOrder, 'id' | 'totalMinor' | 'currency'>,
  { body, isReplay }: { body: OrderBody; isReplay: boolean },
): FastifyReply {
  const { url } = reply.request.routeOptions;
  const headers = {
    location: `${url}/${order.id}`,
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
  };
  if (isReplay) reply.header('idempotent-replayed', 'true');
  return reply
    .code(201)
    .headers(headers)
    .send(placedOrderJson(order, ignoredFields(body, reply.request.query)));
}
