import type { Static } from 'typebox';
import { Type } from './type.ts';

/**
 * The highest entry version this code reads and writes; entries of newer versions are left alone.
 * Version 2 is for orders that are held, limited or draw on a pool; all others have version 1.
 */
export const STREAM_ENTRY_VERSION = 2;

/**
 * One entry of an order stream. It only points to the order, so that the order's content is stored
 * in one place. Fields may be added, never renamed.
 */
export const OrderStreamEntry = Type.Object({
  v: Type.String({ description: 'Version of the entry', examples: ['1', '2'] }),
  order: Type.String({ description: 'The order id' }),
  traceparent: Type.Optional(
    Type.String({
      description: 'The trace context in which the order was placed; only when tracing is on',
    }),
  ),
});
export type OrderStreamEntry = Static<typeof OrderStreamEntry>;

/** One entry of a dead-letter stream: an entry that could not be settled, and why. */
export const DeadLetterEntry = Type.Object({
  entry: Type.String({ description: 'Id of the entry in the order stream' }),
  fields: Type.String({ description: 'Fields of the original entry, as JSON' }),
  order: Type.String({ description: 'The order id; empty when the entry has none' }),
  error: Type.String({ description: 'Why the entry could not be settled' }),
  deliveries: Type.String({ description: 'How often the entry was delivered' }),
});
export type DeadLetterEntry = Static<typeof DeadLetterEntry>;
