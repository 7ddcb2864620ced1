// Apart from the schemas, which no page needs.

/** What a message may be addressed to: buyers by what has become of their orders. */
export const MESSAGE_ORDER_STATES = [
  ...(['confirmed', 'held', 'refunded', 'cancelled', 'expired'] as const),
] as const;

/** What stands in a text for something of the buyer or the event. */
export const PLACEHOLDERS = ['name', 'event', 'venue', 'starts', 'orders'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];
