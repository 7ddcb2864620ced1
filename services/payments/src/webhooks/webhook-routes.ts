import { ApiError, payments } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import { requireReplicas } from '../engine/replicas.ts';
import { answerOf } from '../engine/call-provider.ts';
import type { PaymentWork } from '../engine/work-on-payment.ts';
import { type ProviderEvent, ProviderError, WebhookError } from '../provider/provider.ts';
import { type Serving, answering } from '../serving.ts';
import { learnPayment } from './learn-payment.ts';

/** `POST /webhooks/:provider`: what the provider tells by itself. */
export function registerWebhookRoutes(
  scope: HttpServer,
  { serving, told }: { serving: () => Serving; told: (outcome: WebhookOutcome) => void },
): void {
  const { url, schema } = payments.receiveWebhook;
  readBodiesExactly(scope);
  withSchemaTypes(scope).post(url, { schema }, async (request, reply) => {
    const { soon, work: workOf } = serving();
    const work = workOf();
    const { name } = work.provider;
    if (request.params.provider !== name) {
      throw new ApiError('NOT_FOUND', `there is no provider ${request.params.provider} here`);
    }
    try {
      const event = readEvent(work, request.headers, request.body as Buffer);
      const outcome = await answering(() => receive(work, event, soon));
      told(outcome);
    } catch (error) {
      told(error instanceof ApiError && error.statusCode < 500 ? 'refused' : 'failed');
      throw error;
    }
    return await reply.code(204).send(null);
  });
}

/** What became of a message. */
export type WebhookOutcome = 'news' | 'known' | 'ignored' | 'refused' | 'failed';

// The signature covers each byte, so nothing may parse the body before.
function readBodiesExactly(scope: HttpServer): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
}

function readEvent(
  { provider }: PaymentWork,
  headers: Parameters<PaymentWork['provider']['readWebhook']>[0]['headers'],
  rawBody: Buffer,
): ProviderEvent {
  try {
    return provider.readWebhook({ headers, rawBody });
  } catch (error) {
    if (error instanceof WebhookError) throw new ApiError('INVALID_WEBHOOK', error.message);
    throw error;
  }
}

// Resolves once the effect is stored; what follows from it may be done by any process.
async function receive(
  work: PaymentWork,
  { about }: ProviderEvent,
  soon: Serving['soon'],
): Promise<WebhookOutcome> {
  if (about === undefined) return 'ignored';
  const fact =
    'payment' in about
      ? about.payment
      : await answerOf(() => work.provider.readPayment({ paymentId: about.paymentId }));
  if (fact instanceof ProviderError) throw unavailable('the provider cannot be asked', fact);
  if (fact === undefined) return 'ignored';
  const learned = await learnPayment(work, fact);
  switch (learned.learned) {
    case 'not-ours':
      return 'ignored';
    case 'unknown-order':
      throw new ApiError('ORDER_NOT_FOUND', 'there is no such order');
    case 'order-gone':
      throw unavailable('the order is neither in Redis nor in the archive');
    default:
      await requireReplicas(work, learned.orderId);
      soon(learned.orderId);
      return learned.learned === 'news' ? 'news' : 'known';
  }
}

function unavailable(message: string, cause?: Error): ApiError {
  return new ApiError('PAYMENTS_UNAVAILABLE', message, { retryAfterS: 60, cause });
}
