import { type CreateOrderRequest, CreateOrderRequest as schema } from '@onsale/contracts';

/** Number of fields named; more would only bloat the response. */
const MAX_NAMED = 5;
const MAX_NAME_LENGTH = 40;

const ORDER_FIELDS = fieldsOf(schema);
const CUSTOMER_FIELDS = fieldsOf(schema.properties.customer);
const ITEM_FIELDS = fieldsOf(schema.properties.items.items);
const ANSWER_FIELDS = fieldsOf(schema.properties.answers.items);

/**
 * A sentence naming the unknown fields of a request, such as `coupon` or `items[0].seat`; empty
 * when there are none.
 */
export function ignoredFields(body: CreateOrderRequest): string {
  const ignored: string[] = [];
  collect(ignored, '', body, ORDER_FIELDS);
  collect(ignored, 'customer.', body.customer, CUSTOMER_FIELDS);
  for (const [i, item] of body.items.entries()) collect(ignored, `items[${i}].`, item, ITEM_FIELDS);
  if (body.answers !== undefined) {
    for (const [i, answer] of body.answers.entries()) {
      collect(ignored, `answers[${i}].`, answer, ANSWER_FIELDS);
    }
  }
  if (ignored.length === 0) return '';
  const named = ignored.slice(0, MAX_NAMED).join(', ');
  return ignored.length > MAX_NAMED ? `Ignored: ${named} and others.` : `Ignored: ${named}.`;
}

function collect(
  ignored: string[],
  prefix: string,
  object: object,
  known: ReadonlySet<string>,
): void {
  for (const name in object) {
    if (known.has(name)) continue;
    // One more than is named, so that the sentence can say there are others.
    if (ignored.length > MAX_NAMED) return;
    ignored.push(prefix + shorten(name));
  }
}

function shorten(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}

function fieldsOf(object: { properties: object }): ReadonlySet<string> {
  return new Set(Object.keys(object.properties));
}
