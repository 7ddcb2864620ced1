import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpServer } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Checkout, Settings } from '../books/documents.ts';
import type { Dice } from './dice.ts';

const BREAKS = ['api_error', 'api_html', 'api_half', 'api_cut', 'api_hangs'] as const;
/** Longer than any caller waits. */
const MAX_HANG_MS = 60_000;

type Break = (typeof BREAKS)[number];

/**
 * Breaks answers of this scope as the faults of the API want. Half of the broken answers belong to a
 * request that has had its effect, and the caller can't tell which.
 */
export function breakAnswers(
  scope: HttpServer,
  options: {
    dice: Dice;
    settings: () => Settings;
    checkoutOf: (request: FastifyRequest) => Checkout | undefined;
  },
): void {
  const { dice, settings, checkoutOf } = options;
  const broken = new WeakMap<FastifyRequest, Break>();
  scope.addHook('preHandler', async (request, reply) => {
    const checkout = checkoutOf(request);
    if (dice.strikes('api_slow', checkout)) await delay(settings().slowMs);
    const chosen = BREAKS.find((each) => dice.strikes(each, checkout));
    if (chosen === undefined) return;
    broken.set(request, chosen);
    const hasEffect = dice.fraction('effect') < 0.5;
    if (!hasEffect) await reply.serializer(String).send('{"id":"none"}');
  });
  scope.addHook('onSend', async (request, reply, payload) => {
    const chosen = broken.get(request);
    return chosen === undefined ? payload : await breakAnswer(chosen, reply, payload);
  });
}

async function breakAnswer(chosen: Break, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const { socket } = reply.request.raw;
  if (chosen === 'api_error') {
    void reply.code(500).type('application/json');
    return '{"error":"something went wrong","code":"INTERNAL","details":[]}';
  }
  if (chosen === 'api_html') {
    void reply.code(200).type('text/html');
    return '<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>';
  }
  if (chosen === 'api_half') {
    const bytes = Buffer.from(String(payload));
    void reply.header('content-length', bytes.length);
    return Readable.from(half(bytes));
  }
  if (chosen === 'api_hangs') await Promise.race([once(socket, 'close'), delay(MAX_HANG_MS)]);
  socket.destroy();
  return payload;
}

async function* half(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, bytes.length >> 1);
  // Long enough for the half to leave.
  await delay(10);
  throw new Error('the answer ends here: a fault of the panel');
}
