import type { Static, TSchema } from 'typebox';
import { TicketKey } from '../delivery.ts';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

// What the devices at the entrance use: they sign in by a code, keep a list of the tickets, and send what they scan.

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });
const UnixMs = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000 });

/** Scans that one request may bring. */
export const MOST_SCANS = 200;
/** Orders on a page of the list: while the office makes one, nobody else is answered. Differences are never cut. */
export const ORDERS_ON_PAGE = 2_000;

/**
 * What is said to whoever stands at the entrance. `welcome`: comes in. `already_in`: the ticket has let somebody in
 * before. `not_valid`: does not admit, here or at all. `not_yet`: the doors are closed. `undecided`: nobody can
 * know here and now; a person decides.
 */
export const ANSWER_KINDS = [
  ...(['welcome', 'already_in', 'not_valid', 'not_yet', 'undecided'] as const),
] as const;
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/**
 * Why not. Of the code: `malformed`, `unknown_key`, `forged`, `other_event`. Of the ticket: `other_day`,
 * `other_entrance`, `refunded`, `cancelled`, `replaced`. Of the list: `no_list`, `old_list`, `not_in_list`.
 */
export const ANSWER_REASONS = [
  ...(['malformed', 'unknown_key', 'forged', 'other_event'] as const),
  ...(['other_day', 'other_entrance', 'refunded', 'cancelled', 'replaced'] as const),
  ...(['no_list', 'old_list', 'not_in_list'] as const),
] as const;
export type AnswerReason = (typeof ANSWER_REASONS)[number];

/** A ticket as whoever lets people in sees it. */
export const TicketAtEntrance = Type.Object({
  ticket: Type.String({ description: 'As its code names it' }),
  ticketId: Type.String({ description: 'The ticket type' }),
  type: Type.String({ description: 'What the ticket type is called' }),
  place: Type.Integer({ description: 'The ticket in its order, from 1, as in “2 of 4”' }),
  of: Type.Integer({ description: 'How many tickets its order has' }),
  name: Type.Optional(
    Type.String({
      description: 'Of the holder, else of the buyer; absent where names are not shown',
    }),
  ),
  note: Type.Optional(Type.String({ description: 'What to look at, such as an age' })),
});
export type TicketAtEntrance = Static<typeof TicketAtEntrance>;

/** That a ticket was let in. */
export const CheckInRecord = Type.Object({
  day: Type.String({ description: 'The day of the event' }),
  at: Moment,
  entranceId: Type.Optional(Type.String()),
  device: Type.Optional(Type.String({ description: 'The name of the device, or of the member' })),
});
export type CheckInRecord = Static<typeof CheckInRecord>;

/** What a scan is answered, by the rule of `@onsale/check-in`, on a device or here. */
export const ScanAnswer = Type.Object({
  kind: StringEnum(ANSWER_KINDS),
  reason: Type.Optional(StringEnum(ANSWER_REASONS)),
  ticket: Type.Optional(TicketAtEntrance),
  others: Type.Optional(
    Type.Array(TicketAtEntrance, {
      description:
        'With a welcome: tickets of the same order that would be welcome now and are not in',
    }),
  ),
  before: Type.Optional(CheckInRecord),
  opensAt: Type.Optional(Moment),
  days: Type.Optional(
    Type.Array(Type.String(), { description: 'With `other_day`: those on which it admits' }),
  ),
  entranceIds: Type.Optional(
    Type.Array(Type.String(), { description: 'With `other_entrance`: those at which it admits' }),
  ),
  listAgeMs: Type.Optional(
    Type.Integer({ description: 'How old the list is that this was decided by; absent here' }),
  ),
  mayLetIn: Type.Boolean({ description: 'Whether a person may decide to let in all the same' }),
});
export type ScanAnswer = Static<typeof ScanAnswer>;

/** How a ticket was read. `name`: found by the name of a person. `order`: ticked with another one of its order. */
export const SCAN_VIA = ['camera', 'scanner', 'typed', 'name', 'order', 'console'] as const;
export const ScanVia = StringEnum(SCAN_VIA);
export type ScanVia = (typeof SCAN_VIA)[number];

/** What a device did, numbered by it: the same number is the same scan, however often it is sent. */
export const Scan = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    at: Type.Integer({ ...UnixMs, description: 'By the clock of the device: Unix time in ms' }),
    via: ScanVia,
    code: Type.Optional(
      Type.String({ maxLength: 300, description: 'What was read, cut to 300 characters' }),
    ),
    ticket: Type.Optional(
      Type.String({ pattern: '^[0-9A-Z]{20}$', description: 'Instead of a code: from the list' }),
    ),
    shown: Type.Optional(
      Type.Object(
        {
          kind: StringEnum(ANSWER_KINDS),
          reason: Type.Optional(StringEnum(ANSWER_REASONS)),
          admitted: Type.Boolean({ description: 'Whether whoever showed it was let in' }),
        },
        {
          ...exact,
          description:
            'What the device has decided by its list. Without it, the answer is what the device shows',
        },
      ),
    ),
    letIn: Type.Optional(
      Type.Boolean({ description: 'A person lets in where the rule leaves the decision' }),
    ),
    undo: Type.Optional(
      Type.Boolean({ description: 'A person takes back that this ticket was let in' }),
    ),
    entranceId: Type.Optional(
      Type.String({ maxLength: 40, description: 'Where; that of the device when missing' }),
    ),
  },
  exact,
);
export type Scan = Static<typeof Scan>;

/** An order with its tickets, as devices keep it. */
export const ListedOrder = Type.Object({
  order: Type.String({ description: 'Stands for the order, whose id would open it' }),
  buyer: Type.Optional(Type.String()),
  tickets: Type.Array(
    Type.Object({
      place: Type.Integer(),
      ticketId: Type.String(),
      ticket: Type.String({ description: 'As the code of its newest version names it' }),
      state: StringEnum(['valid', 'refunded', 'cancelled']),
      holder: Type.Optional(Type.String()),
      replaced: Type.Optional(
        Type.Array(Type.String(), { description: 'As the codes of earlier versions name it' }),
      ),
    }),
  ),
});
export type ListedOrder = Static<typeof ListedOrder>;

/** A check-in as devices keep it, by order and place. */
export const ListedCheckIn = Type.Object({
  order: Type.String(),
  place: Type.Integer(),
  ...CheckInRecord.properties,
  key: Type.Optional(
    Type.String({
      description:
        'The day, where the ticket admits daily. One of the same order, place and key takes the place of the other',
    }),
  ),
  deviceId: Type.Optional(Type.String()),
  undone: Type.Optional(Type.Boolean({ description: 'Taken back since' })),
});
export type ListedCheckIn = Static<typeof ListedCheckIn>;

/** What the rule goes by, besides tickets and check-ins. */
export const EntranceRules = Type.Object({
  eventId: Type.String(),
  eventName: Type.String(),
  timeZone: Type.String(),
  dayStartsAt: Type.String({ examples: ['06:00'] }),
  days: Type.Array(Type.String(), { description: 'The days of the event' }),
  opensAt: Type.Optional(Moment),
  types: Type.Array(
    Type.Object({
      ticketId: Type.String(),
      name: Type.String(),
      admits: StringEnum(['once', 'daily']),
      days: Type.Optional(Type.Array(Type.String())),
      entranceIds: Type.Optional(Type.Array(Type.String())),
      note: Type.Optional(Type.String()),
    }),
  ),
  entrances: Type.Array(Type.Object({ entranceId: Type.String(), name: Type.String() })),
});
export type EntranceRules = Static<typeof EntranceRules>;

const DeviceHere = Type.Object({
  deviceId: Type.String(),
  name: Type.String(),
  entranceId: Type.String(),
});

/** The list of an event, a page of it, or what has changed in it. */
export const CheckInList = Type.Object({
  now: Type.Integer({ ...UnixMs, description: 'By our clock: Unix time in ms' }),
  device: DeviceHere,
  rules: EntranceRules,
  keys: Type.Array(TicketKey),
  isStart: Type.Boolean({
    description:
      'Whether the list begins with this page. So may the answer to any `page` or `cursor` that is of no use any ' +
      'more, since the database was restored for example: the pages before are of no use either',
  }),
  isDifference: Type.Boolean({
    description:
      'Whether this is to be added to what the device has; else what it has is no longer the list',
  }),
  orders: Type.Array(ListedOrder),
  checkIns: Type.Array(ListedCheckIn),
  total: Type.Integer({ description: 'Orders in the whole list; 0 in a difference' }),
  nextPage: Type.Optional(
    Type.String({ description: '`page` of the next request; absent on the last' }),
  ),
  cursor: Type.Optional(
    Type.String({ description: '`cursor` of the next request; absent before the last page' }),
  ),
  progress: Type.Object({ expected: Type.Integer(), in: Type.Integer() }),
  askAgainInMs: Type.Integer({ description: 'When to ask for the next difference' }),
});
export type CheckInList = Static<typeof CheckInList>;

export const SignedInDevice = Type.Object({
  device: DeviceHere,
  eventId: Type.String(),
  eventName: Type.String(),
  token: Type.String({ description: 'Sent as `Authorization: Bearer …`; it is told this once' }),
});
export type SignedInDevice = Static<typeof SignedInDevice>;

/** The other one of two times that a ticket was let in. */
export const OtherMoment = Type.Object({
  at: Moment,
  entranceId: Type.Optional(Type.String()),
  device: Type.Optional(
    Type.String({ description: 'The name of the device; absent where a member did it' }),
  ),
});
export type OtherMoment = Static<typeof OtherMoment>;

const ScanResult = Type.Object({
  number: Type.Integer(),
  answer: ScanAnswer,
  conflict: Type.Optional(StringEnum(['double', 'dead'])),
  other: Type.Optional({ ...OtherMoment, description: 'With the conflict `double`' }),
});

const refusals = { 401: ErrorBody, 503: ErrorBody } as const;

/** The routes of the office for devices. */
export const checkInsOperations = {
  signInDevice: {
    operationId: 'signInDevice',
    method: 'POST',
    url: '/v1/devices',
    summary: 'Sign a device in by the code that the console shows',
    description: 'A code that was used, has expired or never was one: 410 DEVICE_CODE_EXPIRED.',
    access: 'public',
    schema: {
      body: Type.Object(
        {
          code: Type.String({
            minLength: 1,
            maxLength: 40,
            ...must('must be the code that the console shows'),
          }),
          version: Type.Optional(Type.String({ maxLength: 40, description: 'Of the app' })),
        },
        exact,
      ),
      response: {
        201: SignedInDevice,
        400: ErrorBody,
        410: ErrorBody,
        429: ErrorBody,
        503: ErrorBody,
      },
    },
  },
  signOutDevice: {
    operationId: 'signOutDevice',
    method: 'DELETE',
    url: '/v1/devices/me',
    summary: 'Sign this device out',
    access: 'device',
    schema: { response: { 204: Type.Null(), ...refusals } },
  },
  getCheckInList: {
    operationId: 'getCheckInList',
    method: 'GET',
    url: '/v1/check-in-list',
    summary: 'The tickets of the event, or what has changed since a cursor',
    description:
      'Without `cursor`: page by page from the start; the last one has a cursor, from which on no change is missed. ' +
      'With a cursor that is of no use (the database was restored, for example) the list begins anew, as ' +
      '`isDifference` says. The same order or check-in may come more than once.',
    access: 'device',
    schema: {
      querystring: Type.Object({
        cursor: Type.Optional(Type.String({ maxLength: 200 })),
        page: Type.Optional(Type.String({ maxLength: 300 })),
        waiting: Type.Optional(
          Type.String({
            pattern: '^\\d{1,9}$',
            description: 'Scans that the device has yet to send',
          }),
        ),
        version: Type.Optional(Type.String({ maxLength: 40, description: 'Of the app' })),
        at: Type.Optional(
          Type.String({
            pattern: '^\\d{1,16}$',
            description: 'The clock of the device: Unix time in ms',
          }),
        ),
      }),
      response: { 200: CheckInList, ...refusals, 400: ErrorBody },
    },
  },
  postCheckIns: {
    operationId: 'postCheckIns',
    method: 'POST',
    url: '/v1/checkins',
    summary: 'Scans of a device, each decided or noted once',
    description:
      `At most ${MOST_SCANS}. The same number again is answered as before and has no further effect. What a device ` +
      'has decided without us is noted as it was; where somebody was let in who would not have been, it is a conflict. ' +
      'A device that was revoked may send what it had scanned: 200, but nothing counts before a member says so.',
    access: 'device',
    schema: {
      body: Type.Object(
        {
          sentAt: Type.Integer({ ...UnixMs, description: 'By the clock of the device, now' }),
          scans: Type.Array(Scan, {
            minItems: 1,
            maxItems: MOST_SCANS,
            ...must(`must be 1 to ${MOST_SCANS} scans`),
          }),
        },
        exact,
      ),
      response: {
        200: Type.Object({
          now: UnixMs,
          results: Type.Array(ScanResult, { description: 'In the order of the scans' }),
        }),
        ...{ ...refusals, 400: ErrorBody, 413: ErrorBody },
      },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const checkInsSchemas: Record<string, TSchema> = {
  ...{ ScanAnswer, CheckInList, CheckInRecord, EntranceRules, ListedCheckIn, ListedOrder },
  ...{ OtherMoment, Scan, SignedInDevice, TicketAtEntrance },
};
