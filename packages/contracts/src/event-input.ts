import type { Static } from 'typebox';
import { Type } from './type.ts';
import { must, StringEnum } from './schema.ts';

/** The life of an event; `EVENT_STEPS` in the ledger says which step leads from one to another. */
export const EVENT_STATUSES = [
  ...(['draft', 'on_sale', 'paused', 'closed', 'cancelled', 'archived'] as const),
] as const;
export const EventStatus = StringEnum(EVENT_STATUSES, { examples: ['on_sale'] });
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** Limits of an event's document. */
export const EVENT_LIMITS = {
  tickets: 500,
  pools: 100,
  questions: 20,
  choices: 100,
  paymentMethods: 20,
  /** Far below what a Lua number represents exactly. */
  capacity: 1_000_000_000,
  /** More is a mistake, not an order. */
  perOrder: 1000,
  perCustomer: 1_000_000,
  /** A week. */
  holdMinutes: 10_080,
  /** Who pays by bank transfer within two months, pays. */
  manualHoldDays: 60,
  /** Three seconds, for tests. */
  leastHoldMinutes: 0.05,
  text: 1000,
  age: 99,
  description: 4000,
  /** It stands on the ticket, which has a page. */
  holderText: 1000,
  terms: 20_000,
  /** An hour. */
  turnMinutes: 60,
  /** Three seconds, for tests. */
  leastTurnMinutes: 0.05,
  perMinute: 1_000_000,
  placesPerNetwork: 1_000_000,
} as const;

const exact = { additionalProperties: false };

const Text = Type.String({ minLength: 1, maxLength: EVENT_LIMITS.text });
const OptionalText = Type.Optional(Text);
const Description = Type.Optional(
  Type.String({ maxLength: EVENT_LIMITS.description, description: 'Markdown' }),
);
const Moment = Type.Optional(
  Type.String({
    maxLength: 40,
    description: 'ISO 8601 with a UTC offset',
    examples: ['2027-06-18T16:00:00+02:00'],
  }),
);
const Amount = Type.Union([Type.Number(), Type.String()], {
  description: 'In the currency, with its decimals; a string is read exactly',
  examples: ['25.50'],
});
const Capacity = Type.Integer({ minimum: 0, maximum: EVENT_LIMITS.capacity });
const PerOrder = Type.Optional(Type.Integer({ minimum: 1, maximum: EVENT_LIMITS.perOrder }));
const PerCustomer = Type.Optional(Type.Integer({ minimum: 1, maximum: EVENT_LIMITS.perCustomer }));

/** A question that buyers answer with their order. */
const QuestionInput = Type.Object(
  {
    id: Text,
    text: Text,
    type: StringEnum(['text', 'choice'], { description: 'Free text, or one of `choices`' }),
    choices: Type.Optional(
      Type.Array(Text, { minItems: 1, maxItems: EVENT_LIMITS.choices, uniqueItems: true }),
    ),
    required: Type.Optional(Type.Boolean({ description: 'Default: false' })),
    for: Type.Optional(
      StringEnum(['order', 'ticket'], {
        description: 'Whether it is asked once, or for each ticket; default: order',
      }),
    ),
  },
  exact,
);

/** A room or quota that several ticket types share. */
const PoolInput = Type.Object({ id: Text, capacity: Capacity }, exact);

const TicketInput = Type.Object(
  {
    id: Text,
    name: Text,
    type: Text,
    description: Description,
    holderText: Type.Optional(
      Type.String({
        maxLength: EVENT_LIMITS.holderText,
        description: 'What its holders are told, on the ticket and in their mail; plain text',
      }),
    ),
    price: Amount,
    currency: OptionalText,
    capacity: Capacity,
    pool: Type.Optional(
      Type.String({ minLength: 1, maxLength: EVENT_LIMITS.text, description: 'The id of a pool' }),
    ),
    salesFrom: Moment,
    salesTo: Moment,
    minPerOrder: PerOrder,
    maxPerOrder: PerOrder,
    fee: Type.Optional(Amount),
    hidden: Type.Optional(
      Type.Boolean({ description: 'Whether it is shown and sold only with a code' }),
    ),
  },
  exact,
);

/** How a waiting room stands before an event. */
const WaitingRoomInput = Type.Object(
  {
    opens: StringEnum(['always', 'from', 'automatic'], {
      description:
        'Always, from a moment on, or by itself when more people order than can be served',
    }),
    from: Moment,
    lobbyFrom: Moment,
    turnMinutes: Type.Optional(
      Type.Number({
        minimum: EVENT_LIMITS.leastTurnMinutes,
        maximum: EVENT_LIMITS.turnMinutes,
        description: 'How long somebody has to order once it is their turn; 5 by default',
      }),
    ),
    perMinute: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: EVENT_LIMITS.perMinute,
        description: 'How many people are admitted in a minute at most',
      }),
    ),
    placesPerNetwork: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: EVENT_LIMITS.placesPerNetwork,
        description: 'Places of one network after which further ones are slowed; 50 by default',
      }),
    ),
  },
  exact,
);

/**
 * An event as people write it: in the catalog file and in requests, with decimal amounts. Its shape
 * only; `readEventInput` in the ledger checks what it means.
 */
export const EventInput = Type.Object(
  {
    id: Text,
    name: Text,
    venue: Text,
    city: OptionalText,
    category: OptionalText,
    description: Description,
    picture: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: EVENT_LIMITS.text,
        description: 'A path on the shop, such as /pictures/fair.jpg, or an https URL',
      }),
    ),
    startsAt: Type.String({ minLength: 1, maxLength: 40, description: 'ISO 8601 with an offset' }),
    endsAt: Moment,
    doorsAt: Moment,
    namesUntil: Moment,
    minimumAge: Type.Optional(Type.Integer({ minimum: 1, maximum: EVENT_LIMITS.age })),
    ageNote: OptionalText,
    timeZone: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, examples: ['Europe/Berlin'] }),
    ),
    currency: Text,
    rehearsal: Type.Optional(
      Type.Boolean({ description: 'Whether it is for practice: not listed, nothing is real' }),
    ),
    salesFrom: Moment,
    salesTo: Moment,
    minPerOrder: PerOrder,
    maxPerOrder: PerOrder,
    maxPerCustomer: PerCustomer,
    maxHoldsPerCustomer: PerCustomer,
    maxHoldsPerClient: PerCustomer,
    holdMinutes: Type.Optional(
      Type.Number({
        minimum: EVENT_LIMITS.leastHoldMinutes,
        maximum: EVENT_LIMITS.holdMinutes,
        description: 'How long an order waits for its payment; may be a fraction',
      }),
    ),
    manualHoldDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: EVENT_LIMITS.manualHoldDays,
        description: 'How many days an order waits that is paid by bank transfer or at the desk',
      }),
    ),
    paymentMethods: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: EVENT_LIMITS.paymentMethods,
        uniqueItems: true,
        description: 'The methods that buyers may use; any when missing',
      }),
    ),
    taxRate: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100,
        description: 'Percent of the net price, contained in the price',
        ...must('must be a percentage from 0 to 100'),
      }),
    ),
    fee: Type.Optional(Amount),
    termsVersion: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    terms: Type.Optional(
      Type.String({
        maxLength: EVENT_LIMITS.terms,
        description: 'The text, or an https URL of it',
      }),
    ),
    questions: Type.Optional(Type.Array(QuestionInput, { maxItems: EVENT_LIMITS.questions })),
    pools: Type.Optional(Type.Array(PoolInput, { maxItems: EVENT_LIMITS.pools })),
    waitingRoom: Type.Optional(WaitingRoomInput),
    tickets: Type.Array(TicketInput, { minItems: 1, maxItems: EVENT_LIMITS.tickets }),
  },
  exact,
);
export type EventInput = Static<typeof EventInput>;
