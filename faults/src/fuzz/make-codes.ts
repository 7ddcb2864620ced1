import { type Code, openLedger, readEvent, writeCodes, writeEvent } from '@onsale/ledger';
import type { System } from '@onsale/testing';

/** The event whose codes are fuzzed; its tickets are free to be ordered without a line. */
export const CODES_EVENT = 'show';
/** The ticket type that only a code sells. */
export const HIDDEN_TICKET = 'guest';

const UNUSED = { unit: 'order', createdAtMs: 1 } as const;
/** One code of each kind, and one for each reason that a code can't be used. */
const CODES: readonly Code[] = [
  { ...UNUSED, code: 'TENTH', percent: 10 },
  { ...UNUSED, code: 'FREE', percent: 100, uses: 50 },
  { ...UNUSED, code: 'EACH', unit: 'ticket', amountMinor: 150, uses: 200 },
  { ...UNUSED, code: 'MUCH', amountMinor: 10_000_000 },
  { ...UNUSED, code: 'GUEST', access: [HIDDEN_TICKET], maxPerOrder: 50 },
  { ...UNUSED, code: 'ONCE', percent: 50, uses: 1 },
  { ...UNUSED, code: 'EARLY', percent: 10, fromMs: Date.parse('2086-01-01T00:00:00Z') },
  { ...UNUSED, code: 'OVER', percent: 10, toMs: 2 },
  { ...UNUSED, code: 'OFF', percent: 10, offAtMs: 2 },
];

export const KNOWN_CODES = CODES.map(({ code }) => code);
/** None that is there: too short, too long, of letters that no code has, and the field of a code's uses. */
export const ODD_CODES = [
  ...['NONE', 'ab', 'x'.repeat(33), 'x'.repeat(10_000), 'TENTH:used', 'tenth ', '__PROTO__'],
  ...[
    'ＴＥＮＴＨ',
    'TEN\u0000TH',
    'ſummer',
    '💶💶💶',
    '\u202eHTNET',
    '..',
    '%00',
    '{s0}:codes:show',
  ],
];

/** Makes a ticket type that only a code sells, and the codes. */
export async function makeCodes({ connection, shards }: System): Promise<void> {
  const ledger = await openLedger(connection, shards);
  const event = await readEvent(ledger, CODES_EVENT);
  const [ticket] = event?.document.tickets ?? [];
  if (event === undefined || ticket === undefined) throw new Error('there is no event');
  const guest = { ...ticket, id: HIDDEN_TICKET, name: 'Guest', hidden: true };
  const tickets = [ticket, guest];
  const { revision } = event;
  const written = await writeEvent(
    ledger,
    { ...event.document, tickets },
    { revision, status: 'on_sale' },
  );
  if (written.outcome !== 'written') throw new Error(JSON.stringify(written));
  const of = { shard: event.shard, eventId: CODES_EVENT };
  const outcomes = await writeCodes(
    ledger,
    of,
    CODES.map((after) => ({ after })),
  );
  if (outcomes.some((outcome) => outcome !== 'written')) throw new Error(outcomes.join(' '));
}
