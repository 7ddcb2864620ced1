import { type CreateOrderRequest, CreateOrderRequest as schema } from '@onsale/contracts';
import { addUnknown, namesOf, shownNames } from '../unknown-names.ts';

const ORDER_FIELDS = namesOf(schema);
const CUSTOMER_FIELDS = namesOf(schema.properties.customer);
const ITEM_FIELDS = namesOf(schema.properties.items.items);
const ANSWER_FIELDS = namesOf(schema.properties.answers.items);

/** An order takes no query parameters. */
const NO_PARAMETERS: ReadonlySet<string> = new Set();

/**
 * A sentence naming the unknown fields of a request, such as `coupon` or `items[0].seat`, and its
 * query parameters, such as `?dry_run`; empty when there are none.
 */
export function ignoredFields(body: CreateOrderRequest, query: unknown): string {
  const ignored: string[] = [];
  addUnknown(ignored, body, { known: ORDER_FIELDS });
  addUnknown(ignored, body.customer, { known: CUSTOMER_FIELDS, prefix: 'customer.' });
  for (const [i, item] of body.items.entries()) {
    addUnknown(ignored, item, { known: ITEM_FIELDS, prefix: `items[${i}].` });
  }
  for (const [i, answer] of (body.answers ?? []).entries()) {
    addUnknown(ignored, answer, { known: ANSWER_FIELDS, prefix: `answers[${i}].` });
  }
  if (typeof query === 'object' && query !== null) {
    addUnknown(ignored, query, { known: NO_PARAMETERS, prefix: '?' });
  }
  if (ignored.length === 0) return '';
  const { names, hasMore } = shownNames(ignored);
  return `Ignored: ${names.join(', ')}${hasMore ? ' and others' : ''}.`;
}
