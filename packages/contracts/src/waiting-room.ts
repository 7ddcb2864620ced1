import type { Static, TSchema } from 'typebox';
import type { Operation } from './operation.ts';
import { ErrorBody, must, StringEnum } from './schema.ts';
import { Type } from './type.ts';

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Moment = (description: string) => Type.String({ format: 'date-time', description });

/** The cookie that names the place of a browser in the lines of all events: HttpOnly, and signed. */
export const PLACE_COOKIE = 'onsale_place';

/** The header in which an order carries its admission. */
export const ADMISSION_HEADER = 'onsale-admission';

/**
 * What a line does at the moment. `off`: nobody needs to wait. `lobby`: the sale has not begun, and whoever is there
 * at its beginning gets a place by lot. `drawing`: the lots are drawn. `open`: people are admitted. `paused`: by the
 * seller. `halted`: the shop can't serve anybody at present, and it goes on by itself. `sold_out`: nothing is left nor
 * held. `closed`: the line, or the sale, has ended.
 */
export const LINE_STATUSES = [
  ...(['off', 'lobby', 'drawing', 'open', 'paused', 'halted', 'sold_out', 'closed'] as const),
] as const;
export const LineStatus = StringEnum(LINE_STATUSES, { examples: ['open'] });
export type LineStatus = (typeof LINE_STATUSES)[number];

const TicketsLeft = Type.Object({
  id: Type.String({ description: 'The ticket type' }),
  name: Type.String(),
  price: Type.Number({ description: 'In the currency, not in cents' }),
  currency: Type.String({ examples: ['EUR'] }),
  remaining: Count('Tickets left'),
  held: Count('Tickets in orders that are yet to be paid, and that may come back'),
});

/** How many people are admitted in a minute, as the last minutes let expect. */
const LinePace = Type.Object({
  slow: Type.Number({ description: 'In nine of ten cases it is faster' }),
  usual: Type.Number({ description: 'In half of all cases it is faster' }),
  fast: Type.Number({ description: 'In one of ten cases it is faster' }),
});

const LineDraw = Type.Object({
  seedHash: Type.String({ description: 'SHA-256 of the seed in hex; published before the draw' }),
  listHash: Type.Optional(
    Type.String({ description: 'SHA-256 of the list of lots in hex; published before the draw' }),
  ),
  places: Type.Optional(Count('How many took part')),
  isDrawn: Type.Boolean({ description: 'Whether seed and list can be had' }),
});

/**
 * The line of an event, the same for everybody and kept for a second by the door: what 100,000 people ask for costs
 * what one does.
 */
export const Line = Type.Object({
  eventId: Type.String(),
  name: Type.String({ description: 'Of the event' }),
  status: LineStatus,
  lobbyFrom: Type.Optional(Moment('When the lobby opens')),
  opensAt: Type.Optional(Moment('When the sale begins, and those in the lobby get their lots')),
  serving: Count('Everybody with a number up to this has had their turn'),
  lastNumber: Count('The last number that was given out'),
  lobby: Count('People in the lobby'),
  waiting: Count('People who wait for their turn'),
  turns: Count('People who have their turn'),
  before: Type.Array(
    Type.Object({ number: Type.Integer(), people: Count('Who wait before this number') }),
    {
      description: 'From the first number that waits to the last; in between it is about linear',
      maxItems: 33,
    },
  ),
  perMinute: Type.Optional(LinePace),
  left: Type.Array(TicketsLeft, { description: 'Ticket types that everybody may buy' }),
  remaining: Count('Tickets left of all types, those that share a pool counted once'),
  held: Count('Tickets that may come back'),
  message: Type.Optional(Type.String({ description: 'What the seller says to those who wait' })),
  draw: Type.Optional(LineDraw),
  turnS: Type.Number({ description: 'How long a turn is, in seconds' }),
  pollS: Type.Number({ description: 'After how many seconds to ask again, a fifth more or less' }),
  spreadS: Type.Number({
    description:
      'Within how many seconds, at random, to ask for one’s own place after the draw, so that not all ask at once',
  }),
});
export type Line = Static<typeof Line>;

const JoinHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'New for each browser, and secret: whoever knows it has its place. 128 random bits, such as a UUID',
      pattern: '^[!-~]{22,64}$',
      ...must('must be 22 to 64 characters, of which nobody can guess any'),
    }),
  ),
});

/**
 * Somebody's own place. `lobby`: there for the draw. `slowed`: gets a number later, because very many places were asked
 * for from the same network. `waiting`, then `turn`: may order now. `missed`: the turn is over; who asks for it returns
 * to the front, once. `served`: has ordered.
 */
export const PLACE_STATES = [
  ...(['lobby', 'slowed', 'waiting', 'turn', 'missed', 'served'] as const),
] as const;

export const Place = Type.Object({
  state: StringEnum(PLACE_STATES),
  number: Type.Optional(Type.Integer({ description: 'In the line; missing in the lobby' })),
  lot: Type.Optional(
    Type.String({
      description: 'What stands for this place in the list of lots that is drawn from',
    }),
  ),
  before: Type.Optional(Count('People who wait before this place')),
  until: Type.Optional(
    Moment('Slowed: when it gets a number. Turn: when it ends, if nothing is ordered by then.'),
  ),
  reason: Type.Optional(Type.String({ description: 'Why it is slowed' })),
  admission: Type.Optional(
    Type.String({
      description: `In a turn: what the header ${ADMISSION_HEADER} of the order says; it ends with the turn, and is good for one order`,
    }),
  ),
  canHaveMoreTime: Type.Optional(
    Type.Boolean({ description: 'In a turn: whether it can be made longer' }),
  ),
  orderId: Type.Optional(Type.String({ description: 'Served: the order' })),
});
export type Place = Static<typeof Place>;

const EventParams = Type.Object({ eventId: Type.String() });
const refusals = { 404: ErrorBody, 429: ErrorBody, 503: ErrorBody };
const needsContentType =
  ' It has no body, but the content type must be application/json, which pages of other sites cannot send unasked.';

export const waitingRoom = {
  getLine: {
    operationId: 'getLine',
    method: 'GET',
    url: '/lines/:eventId',
    summary: 'The line of an event, the same for everybody',
    schema: { params: EventParams, response: { 200: Line, 404: ErrorBody, 503: ErrorBody } },
  },
  joinLine: {
    operationId: 'joinLine',
    method: 'POST',
    url: '/lines/:eventId/place',
    summary: 'Take a place in the line; who has one gets the same',
    description:
      `Sets the cookie ${PLACE_COOKIE}. Who gets no answer, and so no cookie, repeats it with the same ` +
      `\`Idempotency-Key\`, and gets the same place.${needsContentType}`,
    schema: {
      params: EventParams,
      headers: JoinHeaders,
      response: { 200: Place, ...refusals, 409: ErrorBody, 415: ErrorBody },
    },
  },
  getPlace: {
    operationId: 'getPlace',
    method: 'GET',
    url: '/lines/:eventId/place',
    summary: 'One’s own place, and in a turn the admission',
    description: 'Asking begins a turn that has come, and returns who has missed one to the front.',
    schema: { params: EventParams, response: { 200: Place, ...refusals } },
  },
  leaveLine: {
    operationId: 'leaveLine',
    method: 'DELETE',
    url: '/lines/:eventId/place',
    summary: 'Leave the line; an admission is void',
    schema: { params: EventParams, response: { 204: Type.Null(), ...refusals } },
  },
  askMoreTime: {
    operationId: 'askMoreTime',
    method: 'POST',
    url: '/lines/:eventId/place/more-time',
    summary: 'Make one’s turn longer, and get an admission that lasts as long',
    description: needsContentType.trim(),
    schema: {
      params: EventParams,
      response: { 200: Place, ...refusals, 409: ErrorBody, 415: ErrorBody },
    },
  },
  goAway: {
    operationId: 'goAway',
    method: 'POST',
    url: '/lines/:eventId/place/away',
    summary: 'A page is closed: the place is kept for ten minutes',
    description:
      'As sent by navigator.sendBeacon, of any content type. Asking for the place undoes it.',
    schema: { params: EventParams, response: { 204: Type.Null(), ...refusals } },
  },
  getLots: {
    operationId: 'getLots',
    method: 'GET',
    url: '/lines/:eventId/lots',
    summary: 'The seed and the list of lots of a draw, once it has taken place',
    description:
      'Text: `seed <hex>`, then one lot a line in the order in which they came to the lobby. listHash is the SHA-256 ' +
      'of these lines without the first, each ended by a line feed. Places follow by HMAC-SHA256(seed, lot), the ' +
      'least first.',
    contentType: 'text/plain',
    schema: {
      params: EventParams,
      response: { 200: Type.String(), 404: ErrorBody, 503: ErrorBody },
    },
  },
} as const satisfies Record<string, Operation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const waitingRoomSchemas: Record<string, TSchema> = {
  ...{ Line, LineDraw, LinePace, LineStatus, Place, TicketsLeft },
};
