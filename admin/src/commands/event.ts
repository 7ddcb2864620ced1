import {
  archiveOneEvent,
  cancelEvent,
  changeEventStatus,
  endMsOf,
  EVENT_STEPS,
  type EventRefusal,
  type EventStep,
  type EventStepResult,
  eventInputOf,
  type Ledger,
  poolName,
  readEvent,
  readEvents,
  readPools,
  readStock,
  salesWindowOf,
  type StoredEvent,
  writeEvent,
} from '@onsale/ledger';
import { formatEvent } from '@onsale/ledger/format-catalog';
import { parseEvent } from '@onsale/ledger/parse-catalog';
import { type Command, type ExitCode, UsageError } from '../command.ts';
import { table } from '../table.ts';
import { readTextFile } from './read-file.ts';

/** Lists all events. */
export const eventListCommand: Command = {
  usage: 'event list [--json]',
  summary: 'lists all events with status, revision and sales window, archived ones included',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, print }, { options }) {
    const events = await readEvents(await openLedger());
    const sorted = events.toSorted((a, b) => (a.document.startsAt < b.document.startsAt ? -1 : 1));
    if (options['json'] === true) {
      print(JSON.stringify(sorted.map(summaryOf), null, 2));
      return 0;
    }
    print(
      table(
        ['event', 'status', 'revision', 'starts', 'sale from', 'sale to'],
        sorted.map((event) => {
          const { eventId, status, revision, startsAt, salesFrom, salesTo } = summaryOf(event);
          const name = event.document.rehearsal === true ? `${eventId} (rehearsal)` : eventId;
          return [name, status, revision, startsAt, salesFrom ?? '', salesTo ?? ''];
        }),
      ),
    );
    return 0;
  },
};

/** Shows one event as a file that `event put` reads. */
export const eventShowCommand: Command = {
  usage: 'event show ID [--json]',
  summary: 'shows an event with its books, as a file that event put reads',
  options: { json: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run({ openLedger, print, write }, { words: [eventId = ''], options }) {
    const ledger = await openLedger();
    const event = await readEvent(ledger, eventId);
    if (event === undefined) throw noSuchEvent(eventId);
    const books = await booksOf(ledger, event);
    if (options['json'] === true) {
      const input = eventInputOf(event.document);
      print(JSON.stringify({ ...summaryOf(event), event: input, books }, null, 2));
      return 0;
    }
    const { status, revision, changedAt } = summaryOf(event);
    print(`# ${status}, revision ${revision}, changed ${changedAt}`);
    const head = ['books', 'capacity', 'remaining', 'held', 'sold'];
    const rows = Object.entries(books).map(([name, { capacity, remaining, held, sold }]) => [
      ...[name, capacity, remaining, held, sold],
    ]);
    for (const line of table(head, rows).split('\n')) print(`# ${line}`);
    await write(formatEvent(event.document));
    return 0;
  },
};

/** Creates or changes one event. */
export const eventPutCommand: Command = {
  usage: 'event put FILE [--revision N]',
  summary:
    'creates the event in a file (YAML or JSON) as a draft, or changes it if it has this revision',
  options: { revision: { type: 'string' } },
  words: { least: 1, most: 1 },
  async run({ openLedger, print, warn }, { words: [file = ''], options }) {
    const document = parseEvent(await readTextFile(file), file);
    const revision = readRevision(options['revision']);
    const result = await writeEvent(await openLedger(), document, { revision: revision ?? 0 });
    if (result.outcome === 'refused') {
      const hint =
        result.code === 'EVENT_EXISTS' && result.current !== undefined
          ? `; to change it, add --revision ${result.current.revision}`
          : '';
      return refused(result, { hint, warn });
    }
    const { status, revision: now } = result.event;
    const next = status === 'draft' ? `; event publish ${document.id} puts it on sale` : '';
    print(`event ${document.id} is ${status}, revision ${now}${next}`);
    return 0;
  },
};

const SUMMARIES: Record<EventStep | 'archive', string> = {
  publish: 'puts a draft on sale',
  pause: 'takes no new orders for a while; those on hold may be paid',
  resume: 'sells a paused event again',
  close: 'ends the sale; orders on hold may be paid',
  reopen: 'sells a closed event again',
  cancel: 'cancels an event for good: rejects what is pending and releases what is on hold',
  archive: 'ends an event for good once its orders have been archived',
};

const STEPS: Record<EventStep | 'archive', TakeStep> = {
  ...(Object.fromEntries(
    (Object.keys(EVENT_STEPS) as EventStep[]).map((step): [EventStep, TakeStep] => [
      step,
      (ledger, eventId, revision) => changeEventStatus(ledger, eventId, { step, revision }),
    ]),
  ) as Record<EventStep, TakeStep>),
  cancel: (ledger, eventId, revision) => cancelEvent(ledger, eventId, { revision }),
  archive: (ledger, eventId, revision) => archiveOneEvent(ledger, eventId, { revision }),
};

type TakeStep = (
  ledger: Ledger,
  eventId: string,
  revision: number | undefined,
) => Promise<EventStepResult & { released?: number }>;

/** `event publish`, `event pause` and so on, by name. */
export const eventStepCommands: Record<string, Command> = Object.fromEntries(
  Object.entries(STEPS).map(([step, take]) => [
    `event ${step}`,
    stepCommand(step as keyof typeof STEPS, take),
  ]),
);

function stepCommand(step: keyof typeof STEPS, take: TakeStep): Command {
  return {
    usage: `event ${step} ID [--revision N]`,
    summary: SUMMARIES[step],
    options: { revision: { type: 'string' } },
    words: { least: 1, most: 1 },
    async run({ openLedger, print, warn }, { words: [eventId = ''], options }) {
      const result = await take(await openLedger(), eventId, readRevision(options['revision']));
      if (result.outcome === 'refused') return refused(result, { warn });
      const { status, revision } = result.event;
      const already = result.outcome === 'already' ? ' already' : '';
      print(`event ${eventId} is ${status}${already}, revision ${revision}`);
      if (result.released !== undefined) print(`orders on hold released: ${result.released}`);
      return 0;
    },
  };
}

function refused(
  { code, message, details }: EventRefusal,
  { warn, hint = '' }: { warn: (line: string) => void; hint?: string },
): ExitCode {
  if (code !== 'INVALID_EVENT') warn(`${message}${hint}`);
  else for (const detail of details) warn(`${detail.path} ${detail.message}`);
  warn('nothing was changed');
  return 1;
}

function noSuchEvent(eventId: string): UsageError {
  return new UsageError(`there is no event ${eventId}; event list shows all`);
}

function readRevision(text: string | boolean | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError('--revision must be the number that event show shows');
}

function summaryOf({ document, status, revision, changedAtMs }: StoredEvent) {
  const { fromMs, toMs } = salesWindowOf(document);
  const endMs = endMsOf(document);
  return {
    eventId: document.id,
    ...{ status, revision, changedAt: isoTime(changedAtMs) },
    startsAt: document.startsAt,
    endsAt: isoTime(endMs),
    salesFrom: isoTime(fromMs),
    salesTo: isoTime(toMs),
  };
}

function isoTime(timeMs: number): string | undefined {
  return timeMs === 0 ? undefined : new Date(timeMs).toISOString();
}

async function booksOf(ledger: Ledger, { shard, document }: StoredEvent) {
  const [stock, pools] = [await readStock(ledger, shard), await readPools(ledger, shard)];
  const rows = [
    ...document.tickets.map(({ id }) => [id, stock.get(id)] as const),
    ...(document.pools ?? []).map(({ id }) => {
      return [`pool ${id}`, pools.get(poolName(document.id, id))] as const;
    }),
  ];
  const none = { capacity: 0, remaining: 0, held: 0, sold: 0 };
  return Object.fromEntries(rows.map(([name, books]) => [name, books ?? none]));
}
