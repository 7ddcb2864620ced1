import { createHmac, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { FuzzRequest } from './request-arbitrary.ts';

/** As the bank tells it, when all is right. */
const FACT = {
  ...{ id: 'msg_1', type: 'checkout.paid', createdAtMs: 1 },
  data: {
    ...{
      id: 'co_1',
      paymentId: 'pay_1',
      orderUrl: `https://shop.example/orders/${'0'.repeat(28)}`,
    },
    ...{ state: 'paid', amountMinor: 1000, currency: 'EUR', createdAtMs: 1, expiresAtMs: 2 },
    ...{ refunds: [], disputes: [] },
  },
};

/** Messages of a provider: what they say is anything, and most of them are signed as they must be. */
export function messagesTo(provider: string, secret: string): fc.Arbitrary<FuzzRequest> {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return fc
    .record({
      body: fc.oneof(
        fc.constant(JSON.stringify(FACT)),
        fc.jsonValue().map((data) => JSON.stringify({ ...FACT, data })),
        fc
          .tuple(fc.constantFrom(...Object.keys(FACT.data)), fc.jsonValue())
          .map(([name, value]) =>
            JSON.stringify({ ...FACT, data: { ...FACT.data, [name]: value } }),
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
