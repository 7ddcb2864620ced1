import type { Static, TSchema } from 'typebox';
import { CODE_LIMITS, CodeText } from '../code.ts';
import { CODE_PROBLEMS, type CodeReason } from '../code-problem.ts';
import { EVENT_LIMITS } from '../event-input.ts';
import { ORDER_LIMITS } from '../order-request.ts';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';
import { csvFormat } from './reports.ts';

/** Limits of what the office does with codes at once. */
export const OFFICE_CODE_LIMITS = {
  page: 100,
  /** Codes in a request that names them. */
  named: 5000,
  /** Random codes made at once. */
  random: 10_000,
  /** Lines of a file that are imported at once; longer files are sent in parts. */
  lines: 2000,
  /** Of a line of a file, on average: a request has a megabyte. */
  lineLength: 400,
  label: 80,
  prefix: 16,
} as const;

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });
const TicketIds = (description: string) =>
  Type.Optional(
    Type.Array(Type.String({ maxLength: EVENT_LIMITS.text }), {
      ...{ minItems: 1, maxItems: EVENT_LIMITS.tickets, uniqueItems: true, description },
    }),
  );
const Label = Type.String({
  maxLength: OFFICE_CODE_LIMITS.label,
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$',
  examples: ['Guests of the sponsor'],
  ...must(`must be one line of at most ${OFFICE_CODE_LIMITS.label} characters`),
});

const rule = {
  unit: StringEnum(['order', 'ticket'], {
    description: 'What one use is: an order, or a ticket that it discounts or gives access to',
  }),
  uses: Type.Optional(
    Type.Integer({
      ...{ minimum: 1, maximum: CODE_LIMITS.uses },
      description: 'How often it can be used in all; any number of times when missing',
    }),
  ),
  access: TicketIds('Ticket types that it sells though they are hidden, or before their sale'),
  presale: Type.Optional(
    Type.Boolean({
      description: 'Whether those in `access` can be ordered before the sale begins',
    }),
  ),
  percent: Type.Optional(
    Type.Number({
      ...{ exclusiveMinimum: 0, maximum: 100, examples: [15] },
      description: 'How much less is paid, with up to three digits after the point',
    }),
  ),
  amount: Type.Optional(
    Type.Number({
      ...{ exclusiveMinimum: 0, examples: [5] },
      description: 'How much less is paid, in the currency, for each use; instead of `percent`',
    }),
  ),
  discounted: TicketIds('Ticket types for which less is paid; all of them when missing'),
  maxPerOrder: Type.Optional(
    Type.Integer({
      ...{ minimum: 1, maximum: EVENT_LIMITS.perOrder },
      description: 'Greatest number of tickets in an order with it, instead of the event’s',
    }),
  ),
  validFrom: Type.Optional(Moment),
  validTo: Type.Optional(Moment),
  label: Type.Optional(Label),
};

/** What a code does. It must do something: give access, a discount, or a higher `maxPerOrder`. */
export const CodeRule = Type.Object(rule, exact);
export type CodeRule = Static<typeof CodeRule>;

/**
 * `early`, `over`: it is not its time. `used_up`: by orders that are held or confirmed; what goes back on sale gives
 * its use back. `off`: by a member.
 */
export const CODE_STATES = ['valid', 'early', 'over', 'used_up', 'off'] as const;
export const CodeState = StringEnum(CODE_STATES, { examples: ['valid'] });
export type CodeState = (typeof CODE_STATES)[number];

/** A code as its team sees it. */
export const OfficeCode = Type.Object({
  code: Type.String({ description: 'In capitals', examples: ['SUMMER-10'] }),
  state: CodeState,
  used: Type.Integer({ description: 'Uses in orders that are held or confirmed' }),
  rule: CodeRule,
  url: Type.String({ description: 'The page of the event in the shop, with the code filled in' }),
  createdAt: Moment,
  offAt: Type.Optional(Moment),
});
export type OfficeCode = Static<typeof OfficeCode>;

/** Codes with the same label. */
export const CodeLabel = Type.Object({
  label: Type.String({ description: 'Empty: those without one' }),
  codes: Type.Integer(),
  used: Type.Integer({ description: 'Uses of all of them' }),
  uses: Type.Optional(Type.Integer({ description: 'Missing when one of them has no limit' })),
});
export type CodeLabel = Static<typeof CodeLabel>;

export const OfficeCodeList = Type.Object({
  items: Type.Array(OfficeCode, { description: 'Those that were made last come first' }),
  nextCursor: Type.Optional(Type.String({ description: 'Absent on the last page' })),
  total: Type.Integer({ description: 'How many there are on all pages' }),
  labels: Type.Array(CodeLabel, {
    description: 'Of all codes of the event, whatever is asked for',
  }),
});
export type OfficeCodeList = Static<typeof OfficeCodeList>;

const Filter = {
  q: Type.Optional(
    Type.String({ maxLength: 100, description: 'Only those whose code or label has this in it' }),
  ),
  label: Type.Optional(Label),
  state: Type.Optional(CodeState),
};
export const CodeListQuery = Type.Object({
  ...Filter,
  cursor: Type.Optional(Type.String({ maxLength: 100 })),
  limit: Type.Optional(
    Type.String({
      description: `Codes on a page, 1 to ${OFFICE_CODE_LIMITS.page}; default: 50`,
      pattern: '^([1-9][0-9]?|100)$',
      ...must(`must be a whole number from 1 to ${OFFICE_CODE_LIMITS.page}`),
    }),
  ),
});
export type CodeListQuery = Static<typeof CodeListQuery>;

export const MakeCodes = Type.Object(
  {
    rule: CodeRule,
    codes: Type.Optional(
      Type.Array(CodeText, { minItems: 1, maxItems: OFFICE_CODE_LIMITS.named, uniqueItems: true }),
    ),
    random: Type.Optional(
      Type.Object(
        {
          count: Type.Integer({ minimum: 1, maximum: OFFICE_CODE_LIMITS.random }),
          prefix: Type.Optional(
            Type.String({
              ...{ maxLength: OFFICE_CODE_LIMITS.prefix, pattern: '^[A-Za-z0-9-]*$' },
              ...{ description: 'What each begins with', examples: ['VIP-'] },
              ...must('must be at most 16 letters, digits and hyphens'),
            }),
          ),
        },
        { ...exact, description: 'Ten letters and digits that nobody guesses, after the prefix' },
      ),
    ),
  },
  exact,
);
export type MakeCodes = Static<typeof MakeCodes>;

export const MadeCodes = Type.Object({
  codes: Type.Array(Type.String(), { description: 'All that are there now' }),
  made: Type.Integer({ description: 'How many of them were not there before' }),
});
export type MadeCodes = Static<typeof MadeCodes>;

export const ChangeCode = Type.Object(
  {
    rule: CodeRule,
    off: Type.Boolean({ description: 'Whether it can’t be used for the time being' }),
  },
  exact,
);

export const CODE_STEPS = ['switch_off', 'switch_on', 'remove'] as const;
export type CodeStep = (typeof CODE_STEPS)[number];
export const ChangeCodes = Type.Object(
  {
    step: StringEnum(CODE_STEPS),
    codes: Type.Optional(
      Type.Array(CodeText, { minItems: 1, maxItems: OFFICE_CODE_LIMITS.named, uniqueItems: true }),
    ),
    label: Type.Optional(Label),
  },
  { ...exact, description: 'Either these codes, or all that have this label' },
);
export type ChangeCodes = Static<typeof ChangeCodes>;

export const ChangedCodes = Type.Object({
  changed: Type.Integer(),
  used: Type.Integer({ description: 'Not removed, because there are uses; switch them off' }),
});
export type ChangedCodes = Static<typeof ChangedCodes>;

export const ImportCodes = Type.Object(
  {
    csv: Type.String({
      minLength: 1,
      maxLength: OFFICE_CODE_LIMITS.lines * OFFICE_CODE_LIMITS.lineLength,
      description:
        'Lines as the export has them, the headings first, in English or German, or the names of the fields here. ' +
        'The separator is found out.',
    }),
    firstLine: Type.Optional(
      Type.Integer({
        minimum: 2,
        description: 'The number of the line after the headings, where this is a part of a file',
      }),
    ),
    replace: Type.Optional(
      Type.Boolean({
        description:
          'Whether a code that is there is changed to what its line says; otherwise it stays',
      }),
    ),
  },
  exact,
);
export type ImportCodes = Static<typeof ImportCodes>;

export const ImportProblem = Type.Object({
  line: Type.Integer({ description: 'As a text editor counts' }),
  column: Type.Optional(Type.String({ description: 'The heading as the file has it' })),
  message: Type.String(),
  reason: StringEnum(Object.keys(CODE_PROBLEMS) as CodeReason[], {
    description: 'The same as a word, by which a page says it in its language',
  }),
  values: Type.Optional(
    Type.Record(Type.String(), Type.String(), { description: 'What the message names' }),
  ),
  text: Type.String({ description: 'The line, so that it can be put right' }),
});
export type ImportProblem = Static<typeof ImportProblem>;

export const ImportedCodes = Type.Object({
  made: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer({ description: 'They were there already, and said the same' }),
  problems: Type.Array(ImportProblem, {
    description: 'Everything that is wrong with lines that were not taken; all others were',
  }),
});
export type ImportedCodes = Static<typeof ImportedCodes>;

const EventParams = Type.Object({
  eventId: Type.String({ minLength: 1, maxLength: EVENT_LIMITS.text }),
});
const CodeParams = Type.Object({ ...EventParams.properties, code: CodeText });
const idempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description: 'New for each purpose, such as a UUID; required',
      maxLength: ORDER_LIMITS.idempotencyKeyLength,
    }),
  ),
});
const refusals = {
  ...{ 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody },
} as const;
// A code is worth money: who may only look at the event does not see it.
const access = { right: 'events.write', of: 'event' } as const;

/** The routes of the office for the codes of an event. */
export const codesOperations = {
  listCodes: {
    operationId: 'listCodes',
    method: 'GET',
    url: '/v1/events/:eventId/codes',
    summary: 'The codes of an event, and how often each was used',
    access,
    schema: {
      params: EventParams,
      querystring: CodeListQuery,
      response: { 200: OfficeCodeList, ...refusals },
    },
    queryNumbers: ['limit'],
  },
  makeCodes: {
    operationId: 'makeCodes',
    method: 'POST',
    url: '/v1/events/:eventId/codes',
    summary: 'Make codes that all do the same: these, or random ones',
    description:
      'All are made, or none: 409 CODE_EXISTS when one of them is there and does something else. An ' +
      '`Idempotency-Key` is required, so that a request that is repeated makes no further ones.',
    access,
    schema: {
      ...{ params: EventParams, headers: idempotencyKey, body: MakeCodes },
      response: { 201: MadeCodes, ...refusals, 409: ErrorBody, 422: ErrorBody, 428: ErrorBody },
    },
  },
  getOfficeCode: {
    operationId: 'getOfficeCode',
    method: 'GET',
    url: '/v1/events/:eventId/codes/:code',
    summary: 'A code',
    access,
    schema: { params: CodeParams, response: { 200: OfficeCode, ...refusals } },
  },
  replaceCode: {
    operationId: 'replaceCode',
    method: 'PUT',
    url: '/v1/events/:eventId/codes/:code',
    summary: 'Change what a code does, or switch it off or on',
    description:
      'For orders to come; those that are placed keep what they were placed with. What a use is stays as it is.',
    access,
    schema: {
      ...{ params: CodeParams, body: ChangeCode },
      response: { 200: OfficeCode, ...refusals, 409: ErrorBody },
    },
  },
  changeCodes: {
    operationId: 'changeCodes',
    method: 'POST',
    url: '/v1/events/:eventId/codes/changes',
    summary: 'Switch codes off or on, or remove those that have no uses',
    access,
    schema: {
      ...{ params: EventParams, body: ChangeCodes },
      response: { 200: ChangedCodes, ...refusals, 409: ErrorBody },
    },
  },
  importCodes: {
    operationId: 'importCodes',
    method: 'POST',
    url: '/v1/events/:eventId/codes/import',
    summary: 'Make codes from the lines of a file, each with a rule of its own',
    description:
      `At most ${OFFICE_CODE_LIMITS.lines} lines at once. Each line is taken by itself, and each that is not is ` +
      'reported. Sending the same lines again changes nothing.',
    access,
    schema: {
      ...{ params: EventParams, body: ImportCodes },
      response: { 200: ImportedCodes, ...refusals, 409: ErrorBody },
    },
  },
  exportCodes: {
    operationId: 'exportCodes',
    method: 'GET',
    url: '/v1/events/:eventId/codes.csv',
    summary: 'The codes of an event, as CSV',
    description:
      'The import reads it back. At most two files are made at a time; the next gets 503.',
    access,
    contentType: 'text/csv',
    schema: {
      params: EventParams,
      querystring: Type.Object({ ...Filter, ...csvFormat }),
      response: { 200: Type.String(), ...refusals },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const codesSchemas: Record<string, TSchema> = {
  ...{ ChangeCode, ChangeCodes, ChangedCodes, CodeLabel, CodeRule, CodeState, ImportCodes },
  ...{ ImportedCodes, ImportProblem, MadeCodes, MakeCodes, OfficeCode, OfficeCodeList },
};
