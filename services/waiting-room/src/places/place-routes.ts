import { type AdmissionKeys, newPlace, placeOfKey } from '@onsale/admission';
import { ApiError, type Place, waitingRoom } from '@onsale/contracts';
import { extendTurn, goAway, leaveLine, type OwnPlace } from '@onsale/ledger';
import {
  type ClientAddresses,
  type HttpServer,
  type Logger,
  withSchemaTypes,
} from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { duringOutages } from '../during-outages.ts';
import type { LineKeeper } from '../lines/line-keeper.ts';
import { statusOf } from '../lines/line-status.ts';
import { lineOf, type Serving } from '../serving.ts';
import { placeOf, sendPlace } from './place-cookie.ts';
import { showPlace } from './show-place.ts';
import { SlowedLog } from './slowed-log.ts';

/** What the routes know of browsers. */
export interface PlaceContext {
  clients: ClientAddresses;
  keys: AdmissionKeys;
  logger: Logger;
}

interface Exchange {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Somebody's own place: join, ask, leave, more time, away. */
export function registerPlaceRoutes(
  scope: HttpServer,
  serving: () => Serving,
  { clients, keys, logger }: PlaceContext,
): void {
  const app = withSchemaTypes(scope);
  const slowed = new SlowedLog(logger);
  const { joinLine, getPlace, leaveLine: leave, askMoreTime, goAway: away } = waitingRoom;

  app.post(joinLine.url, { schema: joinLine.schema }, async (request, reply) => {
    const { queues, line } = await lineOf(serving(), request.params.eventId);
    refuseClosed(line);
    // Before it is known whether there is a place: whoever hears of an outage asks for the same again.
    const key = request.headers['idempotency-key'];
    const newOne = key === undefined ? newPlace() : placeOfKey(keys, key);
    const place = renew(placeOf(keys, request) ?? newOne, { request, reply });
    const network = networkOf(request.ip);
    const joined = await queues.join(line, { place, network });
    if (joined.outcome === 'off') throw notOpen(line);
    if (joined.outcome === 'full') throw full();
    if (joined.isNew && joined.place.state === 'slowed') {
      slowed.add(line.address.eventId, network);
    }
    line.wake();
    return show(line, joined.place, { place, reply });
  });

  app.get(getPlace.url, { schema: getPlace.schema }, async (request, reply) => {
    const { queues, line } = await lineOf(serving(), request.params.eventId);
    const place = renew(requirePlace(request), { request, reply });
    const own = await queues.ask(line, place);
    // A missed turn has brought them back to a line in which nobody may be.
    if (own?.state === 'waiting') line.wake();
    return show(line, own, { place, reply });
  });

  app.delete(leave.url, { schema: leave.schema }, async (request, reply) => {
    const { ledger, line } = await lineOf(serving(), request.params.eventId);
    const place = requirePlace(request);
    if (!(await duringOutages(() => leaveLine(ledger, line.address, place)))) throw noPlace();
    return await reply.code(204).send(null);
  });

  app.post(askMoreTime.url, { schema: askMoreTime.schema }, async (request, reply) => {
    const { ledger, line } = await lineOf(serving(), request.params.eventId);
    const place = renew(requirePlace(request), { request, reply });
    const { turnMs } = line.rules;
    const asked = { turnMs, place };
    const extension = await duringOutages(() => extendTurn(ledger, line.address, asked));
    if (extension.outcome === 'no-place') throw noPlace();
    if (extension.outcome === 'extended') {
      return show(line, extension.place, { place, reply });
    }
    throw extension.outcome === 'no-more-time' ? noMoreTime() : notYourTurn();
  });

  void scope.register((own, _options, done) => {
    // A beacon says nothing in its body, and browsers call it text.
    own.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, parsed) => parsed(null));
    const config = { acceptsForms: true };
    const routed = withSchemaTypes(own);
    routed.post(away.url, { schema: away.schema, config }, async (request, reply) => {
      const { ledger, line } = await lineOf(serving(), request.params.eventId);
      const place = requirePlace(request);
      if (!(await duringOutages(() => goAway(ledger, line.address, place)))) throw noPlace();
      return await reply.code(204).send(null);
    });
    done();
  });

  function requirePlace(request: FastifyRequest): string {
    const place = placeOf(keys, request);
    if (place === undefined) throw noPlace();
    return place;
  }

  function renew(place: string, exchange: Exchange): string {
    sendPlace(keys, place, exchange);
    return place;
  }

  // Ours: a proxy that did not say for whom it asks, or the laboratory. It stands for many.
  function networkOf(address: string): string {
    return clients.isOurs(address) ? '' : keys.sign('network', clients.nameOf(address)).mac;
  }

  function show(
    line: LineKeeper,
    own: OwnPlace | undefined,
    { place, reply }: { place: string; reply: FastifyReply },
  ): Place {
    if (own === undefined) throw noPlace();
    reply.header('cache-control', 'no-store');
    return showPlace(own, {
      ...{ keys, eventId: line.address.eventId, place },
      drawn: line.report?.state.draw?.places ?? 0,
      isOnSale: line.event.status === 'on_sale',
    });
  }
}

function refuseClosed({ report }: LineKeeper): void {
  if (report === undefined) return;
  const status = statusOf({ ...report, phase: report.state.phase, nowMs: Date.now() });
  if (status === 'closed') throw new ApiError('LINE_CLOSED', 'this line has ended');
}

function notOpen({ rules }: LineKeeper): ApiError {
  const message =
    rules.opensAtMs === 'automatic'
      ? 'nobody needs to wait: order at once'
      : 'the lobby of this line is not open yet';
  return new ApiError('LINE_CLOSED', message);
}

function full(): ApiError {
  const message = 'there are no more places right now; try again in a minute';
  return new ApiError('OVERLOADED', message, { retryAfterS: 60 });
}

function noPlace(): ApiError {
  return new ApiError('PLACE_NOT_FOUND', 'you have no place in this line');
}

function noMoreTime(): ApiError {
  return new ApiError('NO_MORE_TIME', 'this turn cannot be made longer');
}

function notYourTurn(): ApiError {
  return new ApiError('NOT_YOUR_TURN', 'it is not your turn');
}
