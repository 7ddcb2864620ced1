import { ApiError, delivery } from '@onsale/contracts';
import { type Ledger, normalizeAddress, readEvent } from '@onsale/ledger';
import { openOrderLink, type OrderOfAddress, requestOrderLinks } from '@onsale/records';
import { ClientAddresses, type HttpServer, withSchemaTypes } from '@onsale/service';
import type { DeliveryParts } from '../app.ts';
import { duringOutages } from '../during-outages.ts';
import { limit, type LimitClient } from './limit.ts';
import { registerOptOutRoute } from './opt-out-route.ts';

/** Registers what buyers ask for: links to their orders, and to be left alone. */
export function registerBuyersRoutes(scope: HttpServer, parts: DeliveryParts): void {
  const { records, jobs, ledger, config } = parts;
  const app = withSchemaTypes(scope);
  const clients = new ClientAddresses(config.TRUSTED_PROXIES);
  const limitClient: LimitClient = async (request, kind) => {
    // Where the address was lost on the way, everybody would be the same.
    if (!clients.isOurs(request.ip)) await limit(parts, kind, clients.nameOf(request.ip));
  };

  const asked = delivery.requestOrderLinks;
  app.post(asked.url, { schema: asked.schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { email, language } = request.body;
    await duringOutages(async () => {
      await limitClient(request, 'links-of-client');
      await limit(parts, 'links-of-address', normalizeAddress(email));
      await requestOrderLinks(jobs(), { email, language });
    });
    reply.code(202);
    return {
      message: 'If this address has orders, a mail with links to them is on its way.',
    };
  });

  const opened = delivery.openOrderLinks;
  app.post(opened.url, { schema: opened.schema }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const found = await duringOutages(async () => {
      await limitClient(request, 'opened-by-client');
      return await openOrderLink(records, request.body.token);
    });
    if (found === undefined) {
      throw new ApiError('LINK_EXPIRED', 'this link no longer works; ask for a new one');
    }
    const startsAt = await readStarts(ledger, found);
    return { orders: found.map((order) => showOrder(order, startsAt)) };
  });

  registerOptOutRoute(scope, parts, limitClient);
}

// Without Redis, the list is as good; an archived event is not there.
async function readStarts(
  ledger: () => Ledger,
  found: readonly OrderOfAddress[],
): Promise<Map<string, string>> {
  const ids = [...new Set(found.map(({ eventId }) => eventId))];
  const events = await Promise.all(ids.map(async (id) => await readEvent(ledger(), id))).catch(
    () => [],
  );
  return new Map(
    events.flatMap((event) =>
      event === undefined
        ? []
        : [[event.document.id, new Date(event.document.startsAt).toISOString()] as const],
    ),
  );
}

function showOrder(order: OrderOfAddress, startsAtOf: ReadonlyMap<string, string>) {
  const { placedAt, ...shown } = order;
  const startsAt = startsAtOf.get(order.eventId);
  return {
    ...{ ...shown, placedAt: placedAt.toISOString() },
    ...(startsAt === undefined ? {} : { startsAt }),
  };
}
