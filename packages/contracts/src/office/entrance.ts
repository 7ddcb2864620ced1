import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';
import { csvFormat } from './reports.ts';
import { ScanAnswer, ANSWER_KINDS, CheckInRecord, ScanVia, TicketAtEntrance } from './check-ins.ts';

// What the team sets up and sees of the entrance of an event; what the phones there use is in check-ins.ts.

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });
const Day = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  examples: ['2087-07-03'],
  ...must('must be a date such as 2087-07-03'),
});
const OneLine = '^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$';

/** Entrances that an event can have, and devices that can be signed in to it at a time. */
export const MOST_ENTRANCES = 50;
export const MOST_DEVICES = 500;

/** Late scans that one request counts, each by itself: more would take longer than a reverse proxy waits. */
export const MOST_COUNTED = 500;

export const EntranceInput = Type.Object(
  {
    entranceId: Type.String({
      pattern: '^[a-z0-9][a-z0-9-]{0,39}$',
      description: 'It stays when the name changes',
      ...must('must be small letters, digits and hyphens, at most 40'),
    }),
    name: Type.String({
      minLength: 1,
      maxLength: 60,
      pattern: OneLine,
      examples: ['North gate'],
      ...must('must be one line of at most 60 characters'),
    }),
  },
  exact,
);
export type EntranceInput = Static<typeof EntranceInput>;

/** `once`: a ticket admits one time. `daily`: once on each day of the event. */
export const ADMITS = ['once', 'daily'] as const;

/** What holds for the tickets of one type; without it, they admit once, on all days, at all entrances. */
export const TypeRule = Type.Object(
  {
    ticketId: Type.String({ minLength: 1, maxLength: 200 }),
    admits: StringEnum(ADMITS),
    days: Type.Optional(
      Type.Array(Day, {
        minItems: 1,
        maxItems: 366,
        uniqueItems: true,
        description: 'The days on which it admits; all when missing',
      }),
    ),
    entranceIds: Type.Optional(
      Type.Array(Type.String(), {
        minItems: 1,
        maxItems: MOST_ENTRANCES,
        uniqueItems: true,
        description: 'The entrances at which it admits; all when missing',
      }),
    ),
    note: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 120,
        pattern: OneLine,
        description: 'What the person at the entrance reads with each ticket of it',
        examples: ['Child: check age'],
        ...must('must be one line of at most 120 characters'),
      }),
    ),
  },
  exact,
);
export type TypeRule = Static<typeof TypeRule>;

/** What the team sets for the entrance of an event. */
export const EntranceSettings = Type.Object(
  {
    entrances: Type.Array(EntranceInput, { minItems: 1, maxItems: MOST_ENTRANCES }),
    types: Type.Array(TypeRule, { maxItems: 500 }),
    dayStartsAt: Type.String({
      pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
      description: 'By the clock of the event; whoever comes before it comes on the day before',
      examples: ['06:00'],
      ...must('must be a time such as 06:00'),
    }),
    opensAt: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'From when on people are let in; the doors of the event when missing',
      }),
    ),
    namesOnDevices: Type.Boolean({
      description: 'Whether devices know the names of buyers and holders, and find tickets by them',
    }),
  },
  exact,
);
export type EntranceSettings = Static<typeof EntranceSettings>;

/** The settings of the entrance, with what they go by. */
export const EntranceOfEvent = Type.Object({
  eventId: Type.String(),
  revision: Type.Integer({ description: '0 as long as nobody has changed them' }),
  settings: EntranceSettings,
  opensAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'From when on people are let in' }),
  ),
  days: Type.Array(Day, { description: 'The days of the event' }),
  today: Type.Optional(Type.String({ description: 'The day of the event that it is now' })),
  types: Type.Array(Type.Object({ ticketId: Type.String(), name: Type.String() })),
  changedBy: Type.Optional(Type.String()),
  changedAt: Type.Optional(Moment),
});
export type EntranceOfEvent = Static<typeof EntranceOfEvent>;

/**
 * `invited`: its code waits. `expired`: nobody has used its code. `signed_in`. `revoked`: by a member, or it has
 * signed itself out.
 */
export const DEVICE_STATES = ['invited', 'expired', 'signed_in', 'revoked'] as const;

/** A phone, or whatever else scans at an entrance. */
export const Device = Type.Object({
  deviceId: Type.String(),
  name: Type.String(),
  eventId: Type.String(),
  entranceId: Type.String(),
  state: StringEnum(DEVICE_STATES),
  createdBy: Type.String(),
  createdAt: Moment,
  codeExpiresAt: Type.Optional(Moment),
  signedInAt: Type.Optional(Moment),
  revokedAt: Type.Optional(Moment),
  lastSeenAt: Type.Optional(Moment),
  listAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'When it last had the whole list' }),
  ),
  version: Type.Optional(Type.String({ description: 'Of the app on it' })),
  waiting: Type.Integer({ description: 'Scans that it has yet to send, as it said last' }),
  clockOffMs: Type.Optional(
    Type.Integer({ description: 'How far its clock is ahead of ours, as seen last' }),
  ),
  scans: Type.Integer(),
  checkIns: Type.Integer({ description: 'People it has let in' }),
  lateScans: Type.Integer({
    description: 'Scans that it sent after it was revoked, and that nobody has decided on',
  }),
});
export type Device = Static<typeof Device>;

const NewDevice = Type.Object({
  device: Device,
  code: Type.String({
    description: 'To type on the device, once, before it expires; shown this once',
    examples: ['7K3P-9QXM-2D'],
  }),
  url: Type.String({ description: 'The app with the code, for a QR code' }),
});

/** One reading of a ticket, or a decision of a person about one, as the log has it: without names. */
export const LoggedScan = Type.Object({
  scanId: Type.Integer(),
  at: Type.String({ format: 'date-time', description: 'By our clock, as near as it is known' }),
  deviceAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'What the clock of the device said' }),
  ),
  receivedAt: Moment,
  deviceId: Type.Optional(Type.String({ description: 'Absent where a member did it here' })),
  deviceName: Type.Optional(Type.String()),
  number: Type.Optional(Type.Integer({ description: 'As the device counts' })),
  memberName: Type.Optional(Type.String()),
  entranceId: Type.Optional(Type.String()),
  via: ScanVia,
  answer: StringEnum(ANSWER_KINDS),
  reason: Type.Optional(Type.String()),
  letIn: Type.Boolean({ description: 'Whether a person decided to let in all the same' }),
  undone: Type.Boolean({ description: 'Whether this takes back what was let in before' }),
  offline: Type.Boolean({ description: 'Whether the device decided, without us' }),
  late: Type.Boolean({ description: 'Whether it came from a device that was revoked' }),
  ticket: Type.Optional(Type.String({ description: 'As its code names it' })),
  orderId: Type.Optional(Type.String()),
  place: Type.Optional(Type.Integer({ description: 'The ticket in its order, from 1' })),
  ticketType: Type.Optional(Type.String()),
  day: Type.Optional(Day),
  why: Type.Optional(Type.String({ description: 'What a member gave as the reason' })),
  conflict: Type.Optional(
    Type.Object({
      kind: StringEnum(['double', 'dead'], {
        description:
          '`double`: the ticket was let in elsewhere as well. `dead`: it admits nobody, being refunded, cancelled, ' +
          'replaced, or no ticket of this event',
      }),
      other: Type.Optional(
        Type.Object(
          {
            at: Moment,
            entranceId: Type.Optional(Type.String()),
            deviceName: Type.Optional(Type.String()),
          },
          { description: 'The other time that it was let in' },
        ),
      ),
      reviewedBy: Type.Optional(Type.String()),
      reviewedAt: Type.Optional(Moment),
    }),
  ),
});
export type LoggedScan = Static<typeof LoggedScan>;

/** How it goes at the entrance. A ticket that admits daily is expected on each of its days. */
export const EntranceProgress = Type.Object({
  at: Moment,
  eventId: Type.String(),
  today: Type.Optional(Day),
  expected: Type.Integer({
    description: 'Tickets that admit today; of the event when it is none of its days',
  }),
  in: Type.Integer({ description: 'Those of them that are in' }),
  days: Type.Array(Type.Object({ day: Day, expected: Type.Integer(), in: Type.Integer() })),
  types: Type.Array(
    Type.Object({
      ...{ ticketId: Type.String(), name: Type.String() },
      ...{ expected: Type.Integer(), in: Type.Integer() },
    }),
  ),
  entrances: Type.Array(
    Type.Object({
      ...{ entranceId: Type.String(), name: Type.String(), in: Type.Integer() },
      lastFiveMinutes: Type.Integer(),
    }),
  ),
  minutes: Type.Array(Type.Object({ minute: Moment, in: Type.Integer() }), {
    description: 'The last hour, the oldest first; minutes without anybody are there too',
  }),
  refused: Type.Integer({ description: 'Scans that were not valid, of today' }),
  openConflicts: Type.Integer({ description: 'Conflicts that nobody has reviewed' }),
  devices: Type.Array(Device),
});
export type EntranceProgress = Static<typeof EntranceProgress>;

/** A ticket that was searched for, with its buyer. */
export const FoundTicket = Type.Object({
  ...TicketAtEntrance.properties,
  orderId: Type.String(),
  state: StringEnum(['valid', 'refunded', 'cancelled']),
  buyer: Type.String(),
  email: Type.String(),
  checkIns: Type.Array(CheckInRecord),
});
export type FoundTicket = Static<typeof FoundTicket>;

const eventParams = Type.Object({ eventId: Type.String({ maxLength: 64 }) });
const deviceParams = Type.Object({
  eventId: Type.String({ maxLength: 64 }),
  deviceId: Type.String({ maxLength: 64 }),
});
const ticketTag = Type.String({
  pattern: '^[0-9A-Z]{20}$',
  description: 'As its code names it',
  ...must('must be 20 capital letters and digits'),
});
const why = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: OneLine,
  ...must('must say why'),
});
const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      ...{ maxLength: 100, examples: ['"7"'] },
      description: 'The ETag of the settings as they were read; required',
    }),
  ),
});
const refusals = { 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody } as const;
const checkIn = { right: 'checkins.write', of: 'event' } as const;
const page = {
  cursor: Type.Optional(
    Type.String({ maxLength: 100, description: 'The `nextCursor` of the page before' }),
  ),
  limit: Type.Optional(
    Type.String({
      description: 'How many on a page, 1 to 100; default: 50',
      pattern: '^([1-9][0-9]?|100)$',
      ...must('must be a whole number from 1 to 100'),
    }),
  ),
};

/** The routes of the office for the entrance of an event. */
export const entranceOperations = {
  getEntrance: {
    operationId: 'getEntrance',
    method: 'GET',
    url: '/v1/events/:eventId/entrance',
    summary: 'How people are let in; its ETag is needed to change it',
    access: { right: 'events.read', of: 'event' },
    schema: { params: eventParams, response: { 200: EntranceOfEvent, ...refusals } },
  },
  replaceEntrance: {
    operationId: 'replaceEntrance',
    method: 'PUT',
    url: '/v1/events/:eventId/entrance',
    summary: 'Set how people are let in',
    description:
      'With its ETag in `If-Match`. Devices have it with their next difference. An entrance with devices can be ' +
      'renamed but not removed: 409 ENTRANCE_IN_USE.',
    access: { right: 'events.write', of: 'event' },
    schema: {
      ...{ params: eventParams, headers: ifMatch, body: EntranceSettings },
      response: {
        ...{ 200: EntranceOfEvent, ...refusals, 400: ErrorBody, 409: ErrorBody },
        ...{ 412: ErrorBody, 428: ErrorBody },
      },
    },
  },
  readProgress: {
    operationId: 'readProgress',
    method: 'GET',
    url: '/v1/events/:eventId/entrance/progress',
    summary: 'How many are in, and how the devices are',
    access: checkIn,
    schema: { params: eventParams, response: { 200: EntranceProgress, ...refusals } },
  },
  followProgress: {
    operationId: 'followProgress',
    method: 'GET',
    url: '/v1/events/:eventId/entrance/progress/stream',
    summary: 'The same as server-sent events, one EntranceProgress a second',
    description:
      'The events are unnamed: a browser receives them as `message`. The stream ends with the session, and when the ' +
      'right is taken away.',
    access: checkIn,
    contentType: 'text/event-stream',
    schema: { params: eventParams, response: { 200: Type.String(), ...refusals } },
  },
  addDevice: {
    operationId: 'addDevice',
    method: 'POST',
    url: '/v1/events/:eventId/devices',
    summary: 'Let a device sign in to an entrance',
    description:
      'Its code is shown this once, works once and for fifteen minutes. What a device may do ends when it is revoked.',
    access: checkIn,
    schema: {
      params: eventParams,
      body: Type.Object(
        {
          entranceId: Type.String({ maxLength: 40 }),
          name: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 60,
              pattern: OneLine,
              description: 'Default: Device and a number',
              ...must('must be one line of at most 60 characters'),
            }),
          ),
        },
        exact,
      ),
      response: { 201: NewDevice, ...refusals, 400: ErrorBody, 409: ErrorBody },
    },
  },
  listDevices: {
    operationId: 'listDevices',
    method: 'GET',
    url: '/v1/events/:eventId/devices',
    summary:
      'The devices of an event, the newest first; those whose code expired unused are left out',
    access: checkIn,
    schema: {
      params: eventParams,
      response: { 200: Type.Object({ items: Type.Array(Device) }), ...refusals },
    },
  },
  revokeDevice: {
    operationId: 'revokeDevice',
    method: 'POST',
    url: '/v1/events/:eventId/devices/:deviceId/revoke',
    summary: 'Sign a device out; what it sends from now on waits for a decision',
    access: checkIn,
    schema: { params: deviceParams, response: { 200: Device, ...refusals } },
  },
  decideLateScans: {
    operationId: 'decideLateScans',
    method: 'POST',
    url: '/v1/events/:eventId/devices/:deviceId/late-scans',
    summary: 'Decide on what a device sent after it was revoked',
    description:
      `Counted ones are check-ins like any other, conflicts included, at most ${MOST_COUNTED} at a time: ask again ` +
      'while `lateScans` says that there are more. Others stay in the log alone, all at once.',
    access: checkIn,
    schema: {
      params: deviceParams,
      body: Type.Object({ count: Type.Boolean({ description: 'Whether they count' }) }, exact),
      response: { 200: Device, ...refusals, 400: ErrorBody },
    },
  },
  findTickets: {
    operationId: 'findTickets',
    method: 'GET',
    url: '/v1/events/:eventId/entrance/tickets',
    summary:
      'Tickets of an event by the name of their buyer or holder, an address, an order or a code',
    access: checkIn,
    schema: {
      params: eventParams,
      querystring: Type.Object({
        q: Type.String({
          minLength: 2,
          maxLength: 200,
          ...must('must have at least two characters'),
        }),
      }),
      response: {
        200: Type.Object({
          items: Type.Array(FoundTicket, { description: 'Those of at most 20 orders' }),
          hasMore: Type.Boolean(),
        }),
        ...refusals,
        400: ErrorBody,
      },
    },
  },
  checkInTicket: {
    operationId: 'checkInTicket',
    method: 'POST',
    url: '/v1/events/:eventId/entrance/check-ins',
    summary: 'Let a ticket in by hand',
    description:
      'The same rule as at the entrance answers. With `letIn`, a person decides where it leaves the decision: 200 ' +
      'says what has become of it.',
    access: checkIn,
    schema: {
      params: eventParams,
      body: Type.Object(
        {
          ticket: ticketTag,
          entranceId: Type.Optional(Type.String({ maxLength: 40 })),
          letIn: Type.Optional(Type.Boolean()),
          why,
        },
        exact,
      ),
      response: { 200: ScanAnswer, ...refusals, 400: ErrorBody, 409: ErrorBody },
    },
  },
  undoCheckIn: {
    operationId: 'undoCheckIn',
    method: 'POST',
    url: '/v1/events/:eventId/entrance/check-ins/undo',
    summary: 'Take back that a ticket was let in, so that it admits once more',
    description: '409 NOT_CHECKED_IN when it was not.',
    access: checkIn,
    schema: {
      params: eventParams,
      body: Type.Object({ ticket: ticketTag, day: Type.Optional(Day), why }, exact),
      response: { 204: Type.Null(), ...refusals, 400: ErrorBody, 409: ErrorBody },
    },
  },
  listScans: {
    operationId: 'listScans',
    method: 'GET',
    url: '/v1/events/:eventId/scans',
    summary: 'The log of the entrance, the newest first',
    access: checkIn,
    schema: {
      params: eventParams,
      querystring: Type.Object({
        deviceId: Type.Optional(Type.String({ maxLength: 64 })),
        entranceId: Type.Optional(Type.String({ maxLength: 40 })),
        answer: Type.Optional(StringEnum(ANSWER_KINDS)),
        ticket: Type.Optional(ticketTag),
        conflicts: Type.Optional(
          StringEnum(['open', 'all'], { description: 'Only conflicts: those to review, or all' }),
        ),
        ...page,
      }),
      response: {
        200: Type.Object({
          items: Type.Array(LoggedScan),
          nextCursor: Type.Optional(Type.String()),
        }),
        ...refusals,
        400: ErrorBody,
      },
    },
  },
  reviewConflict: {
    operationId: 'reviewConflict',
    method: 'POST',
    url: '/v1/events/:eventId/scans/:scanId/review',
    summary: 'Note that a conflict was looked at',
    access: checkIn,
    schema: {
      params: Type.Object({
        eventId: Type.String({ maxLength: 64 }),
        scanId: Type.String({ pattern: '^\\d{1,15}$' }),
      }),
      response: { 200: LoggedScan, ...refusals },
    },
  },
  exportCheckIns: {
    operationId: 'exportCheckIns',
    method: 'GET',
    url: '/v1/events/:eventId/reports/check-ins.csv',
    summary: 'Every ticket of an event, with each time it was let in, as CSV',
    access: { right: 'reports.read', of: 'event' },
    contentType: 'text/csv',
    schema: {
      params: eventParams,
      querystring: Type.Object(csvFormat),
      response: { 200: Type.String(), ...refusals },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const entranceSchemas: Record<string, TSchema> = {
  ...{ Device, EntranceInput, EntranceOfEvent, EntranceProgress, EntranceSettings },
  ...{ FoundTicket, LoggedScan, TypeRule },
};
