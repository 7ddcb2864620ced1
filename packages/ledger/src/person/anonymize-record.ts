import { hash } from 'node:crypto';
import { withoutNames } from '../orders/order-extras.ts';
import { changeRecord, unpackOrder } from '../orders/order-record.ts';
import { type Payment, packPayment, unpackPayment } from '../payments/payment.ts';
import { hasWord, type PersonWords, wordsOf } from './person-words.ts';

// What Redis, the database of the office and the files of an archive have of an order is anonymized by the
// same functions. They give equal texts for equal texts, so that what was anonymized here and there still
// agrees, and leave what they have made as it is.

/** Stands for a name, an address or a text that was removed. */
export const ANONYMIZED = '(removed)';

/** The words of the buyer and of those whose names are on the tickets. Throws what `unpackOrder` throws. */
export function wordsOfOrder(record: string): Set<string> {
  const { customer, extras = {} } = unpackOrder(record);
  const holders = extras.holders?.map(([, , name]) => name) ?? [];
  return wordsOf([customer.name, customer.email, ...holders].filter((text) => text !== ANONYMIZED));
}

/** Whether an order has lost its person; false when its record is malformed. */
export function isAnonymized(record: string): boolean {
  try {
    return unpackOrder(record).customer.email === ANONYMIZED;
  } catch {
    return false;
  }
}

/**
 * The record of an order without name, e-mail address, payment method, names on tickets and answers to
 * questions. Causes and ids of refunds that have a word of the person are replaced. Throws when the
 * record is malformed.
 */
export function anonymizeOrder(orderId: string, record: string, words: PersonWords): string {
  const nameless = (text: string) => anonymizeCause(orderId, text, words);
  return changeRecord(record, ([head, items, total, currency, eventId, , , , extras, ...newer]) => {
    const rest = withoutNames(extras ?? {}, ANONYMIZED);
    const refunds = rest.refunds?.map((refund) => ({ ...refund, id: nameless(refund.id) }));
    return [
      head.replace(/=([\w.:-]+)/, (_, cause: string) => `=${nameless(cause)}`),
      ...([items, total, currency, eventId, ANONYMIZED, ANONYMIZED, ANONYMIZED] as const),
      {
        ...rest,
        ...(refunds === undefined ? {} : { refunds }),
        ...(rest.paid === undefined ? {} : { paid: nameless(rest.paid) }),
      },
      ...newer,
    ];
  });
}

/**
 * The record of a payment in which nothing has a word of the person but what the provider made up. Its
 * revision is one higher if anything was replaced, so that nobody writes what was read before. Throws
 * when the record is malformed.
 */
export function anonymizePayment(orderId: string, record: string, words: PersonWords): string {
  const payment = unpackPayment(record);
  const nameless = JSON.parse(record, (key, value: unknown) => {
    if (typeof value !== 'string' || BY_PROVIDER.has(key) || !hasWord(value, words)) return value;
    return TEXTS.has(key) ? ANONYMIZED : anonymizeCause(orderId, value, words);
  }) as Payment;
  if (JSON.stringify(nameless) === JSON.stringify(payment)) return record;
  return packPayment({ ...nameless, revision: payment.revision + 1 });
}

/**
 * A cause, reference or id of a refund in which the parts that have a word of the person are replaced, by
 * what stays different for different ones of an order.
 */
export function anonymizeCause(orderId: string, cause: string, words: PersonWords): string {
  if (OUR_CAUSES.test(cause)) return cause;
  const parts = cause.split(':').map((part) => {
    if (part.startsWith(REMOVED) || !hasWord(part, words)) return part;
    // Nobody can find the name by trying, who does not have the order's id, 80 bits of which are random.
    return REMOVED + hash('sha256', `${orderId}:${part}`).slice(0, 8);
  });
  return parts.join(':');
}

/** A cause has no brackets. */
const REMOVED = 'removed-';

/** What the order log says of its own accord. */
const OUR_CAUSES = /^(?:sale|time|payment|failed|replay|payment:.*)$/;

/** By these a payment is found at the provider; they are random, or words of ours. */
const BY_PROVIDER = new Set([
  ...[
    'provider',
    'currency',
    'state',
    'use',
    'reason',
    'checkoutId',
    'paymentId',
    'providerId',
    'url',
  ],
]);

/** Free texts of a payment. */
const TEXTS = new Set(['problem', 'description']);
