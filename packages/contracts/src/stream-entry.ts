import type { Static } from 'typebox';
import { Type } from './type.ts';

/** The version that this code writes and understands; an entry of a newer one is left alone. */
export const STREAM_ENTRY_VERSION = 1;

/**
 * One entry of an order stream. It only points to the order, so that what is sold stands in one
 * place; fields may be added (tracing), never renamed.
 */
export const OrderStreamEntry = Type.Object({
  v: Type.String({ description: 'Version of the entry', examples: ['1'] }),
  order: Type.String({ description: 'The order id' }),
  traceparent: Type.Optional(
    Type.String({ description: 'The step of a trace that placed the order; when traces are on' }),
  ),
});
export type OrderStreamEntry = Static<typeof OrderStreamEntry>;

/** One entry of a dead-letter stream: what could not be settled, and why. */
export const DeadLetterEntry = Type.Object({
  entry: Type.String({ description: 'Id of the entry in the order stream' }),
  fields: Type.String({ description: 'Fields of that entry, as JSON' }),
  order: Type.String({ description: 'The order id, empty when the entry named none' }),
  error: Type.String({ description: 'Why it could not be settled' }),
  deliveries: Type.String({ description: 'How often it was delivered' }),
});
export type DeadLetterEntry = Static<typeof DeadLetterEntry>;
