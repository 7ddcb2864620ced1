import type { EntranceRules, ScanAnswer, TicketAtEntrance } from '@onsale/contracts';
import type {
  FoundTicket,
  LogEntry,
  SessionState,
  ShownAnswer,
} from '../../src/scans/checkin-session.ts';

// Answers and states that nobody has given, so that each can be looked at.

const MINUTE_MS = 60_000;
const nowMs = Date.now();
const iso = (minutesAgo: number) => new Date(nowMs - minutesAgo * MINUTE_MS).toISOString();

export const RULES: EntranceRules = {
  ...{ eventId: 'northern-static', eventName: 'Northern Static: Cellar Nights Vol. 9' },
  ...{ timeZone: 'Europe/Berlin', dayStartsAt: '06:00', days: ['2087-07-03', '2087-07-04'] },
  types: [{ ticketId: 'adult', name: 'Adult', admits: 'once' }],
  entrances: [
    { entranceId: 'north', name: 'North gate' },
    { entranceId: 'south', name: 'South gate' },
    { entranceId: 'stage', name: 'Backstage and suppliers' },
  ],
};

const ADA: TicketAtEntrance = {
  ...{ ticket: 'A1', ticketId: 'adult', type: 'Festival pass, standing' },
  ...{ place: 2, of: 4, name: 'Ada Lovelace' },
};
const CHILD: TicketAtEntrance = {
  ...{ ticket: 'A2', ticketId: 'child', type: 'Child, 6 to 14' },
  ...{ place: 1, of: 4, name: 'Byron Lovelace', note: 'Child: check age' },
};
const NAMELESS: TicketAtEntrance = {
  ...{ ticket: 'A8', ticketId: 'adult', type: ADA.type, place: 1, of: 1 },
};
const OTHERS: TicketAtEntrance[] = [
  CHILD,
  { ...ADA, ticket: 'A3', place: 3, name: 'Grace Hopper' },
  { ...ADA, ticket: 'A4', place: 4, name: 'Katherine Johnson-Goble' },
];
const LONG: TicketAtEntrance = {
  ...{ ticket: 'A9', ticketId: 'vip', type: 'Weekend ticket incl. camping, caravan and parking' },
  ...{ place: 17, of: 20, name: 'Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine' },
  note: 'Wristband: purple. Caravan pitch 114, number plate on the list',
};

const shown = (answer: ScanAnswer, change: Partial<ShownAnswer> = {}): ShownAnswer => ({
  ...{ number: 7, via: 'camera', atMs: nowMs, answer, isIn: answer.kind === 'welcome' },
  ...{ isLetIn: false, isUndone: false, othersIn: [], decidedBy: 'office', isRepeat: false },
  ...change,
});
const welcome = (more: Partial<ScanAnswer> = {}): ScanAnswer => ({
  ...{ kind: 'welcome', ticket: { ...ADA, place: 1, of: 1 }, mayLetIn: false },
  ...more,
});
const notValid = (
  reason: NonNullable<ScanAnswer['reason']>,
  more: Partial<ScanAnswer> = {},
): ShownAnswer => shown({ kind: 'not_valid', reason, mayLetIn: false, ...more });
const byList = { decidedBy: 'list', atMs: nowMs } as const;

/** Answers by their names in the address. */
export const ANSWERS: Record<string, ShownAnswer> = {
  welcome: shown(welcome()),
  'welcome-note': shown(welcome({ ticket: { ...CHILD, of: 1 } })),
  'welcome-other': shown(welcome({ ticket: ADA, others: OTHERS.slice(0, 1) })),
  'welcome-others': shown(welcome({ ticket: ADA, others: OTHERS })),
  'welcome-others-in': shown(welcome({ ticket: ADA, others: OTHERS }), { othersIn: ['A2'] }),
  'welcome-long': shown(welcome({ ticket: LONG, others: OTHERS })),
  'welcome-nameless': shown(welcome({ ticket: NAMELESS })),
  'welcome-offline': shown(welcome({ ticket: ADA, listAgeMs: 12 * MINUTE_MS }), byList),
  'welcome-conflict': shown(welcome({ ticket: ADA }), {
    ...{ ...byList, conflict: 'double' },
    other: { at: iso(12), entranceId: 'south', device: 'Phone 3' },
  }),
  'already-in': shown({
    ...{ kind: 'already_in', ticket: ADA, mayLetIn: false },
    before: { day: '2087-07-03', at: iso(12), entranceId: 'south', device: 'Phone 3' },
  }),
  forged: notValid('forged'),
  malformed: notValid('malformed'),
  'unknown-key': notValid('unknown_key'),
  'other-event': notValid('other_event'),
  'other-day': notValid('other_day', { ticket: ADA, days: ['2087-07-04'], mayLetIn: true }),
  'other-entrance': notValid('other_entrance', {
    ...{ ticket: ADA, entranceIds: ['south', 'stage'], mayLetIn: true },
  }),
  refunded: notValid('refunded', { ticket: ADA }),
  cancelled: notValid('cancelled', { ticket: ADA }),
  replaced: notValid('replaced', { ticket: ADA }),
  'not-yet': shown({ kind: 'not_yet', ticket: ADA, opensAt: iso(-14), mayLetIn: true }),
  'not-yet-far': shown({
    kind: 'not_yet',
    ticket: ADA,
    opensAt: iso(-3 * 365 * 24 * 60),
    mayLetIn: true,
  }),
  'no-list': shown({ kind: 'undecided', reason: 'no_list', mayLetIn: true }, byList),
  'not-in-list': shown(
    { kind: 'undecided', reason: 'not_in_list', listAgeMs: 47 * MINUTE_MS, mayLetIn: true },
    byList,
  ),
  'old-list': shown(
    {
      ...{ kind: 'undecided', reason: 'old_list', ticket: ADA },
      ...{ listAgeMs: 26 * 60 * MINUTE_MS, mayLetIn: true },
    },
    byList,
  ),
  'let-in': shown(
    { kind: 'undecided', reason: 'not_in_list', listAgeMs: 47 * MINUTE_MS, mayLetIn: true },
    { ...byList, isIn: true, isLetIn: true },
  ),
  undone: shown(welcome({ ticket: ADA }), { isIn: false, isUndone: true }),
};

/** What this device has done. */
export const LOG: LogEntry[] = [
  entry(9, 'welcome', 1, { state: 'waiting', decidedBy: 'list' }),
  entry(8, 'welcome', 2, { via: 'order', place: 3, state: 'waiting', decidedBy: 'list' }),
  entry(7, 'not_valid', 3, { reason: 'forged', type: undefined }),
  entry(6, 'already_in', 9, { via: 'scanner' }),
  entry(5, 'welcome', 14, {
    ...{ conflict: 'double', decidedBy: 'list' },
    other: { at: iso(16), entranceId: 'south', device: 'Phone 5' },
  }),
  entry(4, 'undecided', 15, { isLetIn: true, reason: 'not_in_list', type: undefined }),
  entry(3, 'welcome', 18, { isUndo: true, isIn: false }),
  entry(2, 'not_yet', 74, { via: 'name' }),
  entry(1, 'welcome', 80, { state: 'unsendable', via: 'typed' }),
];

function entry(
  number: number,
  kind: LogEntry['kind'],
  minutesAgo: number,
  change: Partial<LogEntry>,
): LogEntry {
  return {
    ...{ number, kind, atMs: nowMs - minutesAgo * MINUTE_MS, via: 'camera', isLetIn: false },
    ...{ isIn: kind === 'welcome', isUndo: false, decidedBy: 'office', state: 'sent' },
    ...{ type: ADA.type, place: 2, of: 4, entranceId: 'north' },
    ...change,
  };
}

/** What is found by any name. */
export const FOUND: FoundTicket[] = [
  { ...ADA, state: 'valid', buyer: 'Ada Lovelace' },
  { ...CHILD, state: 'valid', buyer: 'Ada Lovelace' },
  { ...ADA, ticket: 'A3', place: 3, state: 'valid', buyer: 'Ada Lovelace', inSince: iso(31) },
  { ...LONG, ticket: 'A5', state: 'valid', buyer: 'Adamantia Papadopoulou' },
  { ...ADA, ticket: 'A6', place: 1, of: 1, name: 'Adam West', state: 'refunded' },
];

const READY: SessionState = {
  phase: 'signed_in',
  device: {
    ...{ deviceId: 'd1', name: 'Phone 3', eventId: RULES.eventId, eventName: RULES.eventName },
    entranceId: 'north',
  },
  rules: RULES,
  isOnline: true,
  list: {
    ...{ state: 'ready', loaded: 1_000, total: 1_000, tickets: 2_412, hasNames: true },
    completeAtMs: nowMs - 20_000,
  },
  ...{ waiting: 0, unsendable: 0, progress: { expected: 2_412, in: 418 }, isDeciding: false },
  ...{ conflicts: [], isClockOff: false, isPersistent: true, isIdle: true },
};

/** States by their names in the address. */
export const STATES: Record<string, Partial<SessionState>> = {
  ready: {},
  offline: {
    ...{ isOnline: false, waiting: 37 },
    list: { ...READY.list, completeAtMs: nowMs - 12 * MINUTE_MS },
  },
  loading: { list: { ...READY.list, state: 'loading', loaded: 370, completeAtMs: undefined } },
  'no-list': { isOnline: false, list: { ...READY.list, state: 'none', completeAtMs: undefined } },
  trouble: { conflicts: LOG.slice(4, 5), unsendable: 2, isClockOff: true, waiting: 2 },
  nameless: { list: { ...READY.list, hasNames: false } },
  forgetful: { isPersistent: false, waiting: 3 },
  'signed-out': { phase: 'signed_out', device: undefined },
  revoked: { phase: 'revoked', waiting: 3, isOnline: false },
  elsewhere: { phase: 'elsewhere' },
  broken: { phase: 'broken' },
  starting: { phase: 'starting' },
};

/** A state with what is different from a device that is well. */
export function stateOf(name: string, answer: string | null): SessionState {
  const shown = answer === null ? undefined : ANSWERS[answer];
  return { ...READY, ...STATES[name], ...(shown === undefined ? {} : { shown }) };
}
