import { randomUUID } from 'node:crypto';
import { codesOperations, ticketPurchase } from '@onsale/contracts';
import type { RunningService } from '@onsale/testing';
import fc from 'fast-check';
import { fuzz, type FuzzReport, requestsTo } from './fuzz.ts';
import { HIDDEN_TICKET, KNOWN_CODES, ODD_CODES } from './make-codes.ts';
import { type FuzzRequest, requestTo } from './request-arbitrary.ts';

type Options = Omit<Parameters<typeof fuzz>[1], 'name' | 'only' | 'headers'>;

/** Orders with codes, and looks at them, while the office changes, removes and imports the same ones. */
export async function fuzzCodes(
  {
    gateway,
    office,
    headers,
  }: { gateway: RunningService; office: RunningService; headers: Record<string, string> },
  options: Options,
): Promise<FuzzReport> {
  const half = { ...options, requests: Math.ceil(options.requests / 2), name: 'codes' };
  const [bought, changed] = await Promise.all([
    fuzz(gateway, { ...half, only: fc.oneof(ORDERS, requestTo(ticketPurchase.getCode)) }),
    fuzz(office, { ...half, headers, only: requestsTo(Object.values(codesOperations)) }),
  ]);
  const statuses = { ...bought.statuses };
  for (const [status, count] of Object.entries(changed.statuses)) {
    statuses[status] = (statuses[status] ?? 0) + count;
  }
  return {
    ...{ service: 'codes', statuses, requests: bought.requests + changed.requests },
    problems: [...bought.problems, ...changed.problems],
  };
}

// All is right but, mostly, the code.
const ORDERS: fc.Arbitrary<FuzzRequest> = fc
  .record({
    code: fc.oneof(
      { arbitrary: fc.constantFrom(...KNOWN_CODES), weight: 6 },
      { arbitrary: fc.constantFrom(...ODD_CODES), weight: 2 },
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.jsonValue(),
    ),
    items: fc.array(
      fc.record({
        ticketId: fc.constantFrom('seat', 'seat', HIDDEN_TICKET),
        qty: fc.constantFrom(1, 1, 2, 5, 30),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    expectedTotal: fc.constantFrom(undefined, undefined, undefined, 0, 9, 10),
    isRepeated: fc.nat(9).map((chance) => chance === 0),
  })
  .map(({ isRepeated, ...asked }) => ({
    ...{ method: 'POST', path: '/v1/orders' },
    headers: {
      'content-type': 'application/json',
      'idempotency-key': isRepeated ? 'again' : randomUUID(),
    },
    body: JSON.stringify({
      ...asked,
      ...{ customer: { name: 'Ada', email: 'ada@example.com' }, paymentMethod: 'credit_card' },
    }),
  }));
