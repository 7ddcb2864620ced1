import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { FuzzRequest } from './request-arbitrary.ts';

/** What a bank tells of a payment, when all is right. */
function factOf(orderUrl: string) {
  return {
    ...{ id: 'msg_1', type: 'checkout.paid', createdAtMs: 1 },
    data: {
      ...{ id: 'co_1', paymentId: 'pay_1', orderUrl, createdAtMs: 1, expiresAtMs: 2 },
      ...{ state: 'paid', amountMinor: 1000, currency: 'EUR', refunds: [], disputes: [] },
    },
  };
}

/** Messages of a provider: what they say is anything, and most of them are signed as they must be. */
export function messagesTo(
  provider: string,
  { secret, orderUrl }: { secret: string; orderUrl: string },
): fc.Arbitrary<FuzzRequest> {
  const fact = factOf(orderUrl);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return fc
    .record({
      body: fc.oneof(
        fc.constant(JSON.stringify(fact)),
        fc.jsonValue().map((data) => JSON.stringify({ ...fact, data })),
        fc
          .tuple(fc.constantFrom(...Object.keys(fact.data)), fc.jsonValue())
          .map(([name, value]) =>
            JSON.stringify({ ...fact, data: { ...fact.data, [name]: value } }),
          ),
        fc.json(),
        fc.string(),
      ),
      isSigned: fc.nat(5).map((chance) => chance > 0),
      ageS: fc.constantFrom(0, 0, 0, 0, 600, -600, Number.NaN),
      path: fc.constantFrom(provider, provider, provider, 'stripe', 'none', '..'),
    })
    .map(({ body, isSigned, ageS, path }) => {
      const id = `msg_${randomUUID()}`;
      const at = String(Math.floor(Date.now() / 1000) - ageS);
      const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
      return {
        ...{ method: 'POST', path: `/webhooks/${path}`, body },
        headers: {
          ...{ 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at },
          'webhook-signature': `v1,${isSigned ? signature : signature.toLowerCase()}`,
        },
      };
    });
}
