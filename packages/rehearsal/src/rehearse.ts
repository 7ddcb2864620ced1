import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding, RehearsalPlan, RehearsalReport } from '@onsale/contracts';
import { seededRandom } from '@onsale/crowd';
import { askWrongly } from './count/ask-wrongly.ts';
import { countBank } from './count/count-bank.ts';
import { countOffice } from './count/count-office.ts';
import { countOrders, countTickets, minorOf } from './count/count-orders.ts';
import type { Evidence } from './evidence.ts';
import { type PreparedEvent, prepareEvent } from './event/prepare-event.ts';
import { type Installation, RefusedRehearsal } from './installation.ts';
import { judgeTimes, type Measured } from './judge-times.ts';
import { findLimits } from './limits/find-limits.ts';
import { OfficeClient } from './office-client.ts';
import { startKilling } from './play/kill-parts.ts';
import { playEntrance } from './play/play-entrance.ts';
import { playSale, type Sale } from './play/play-sale.ts';
import { watchSale, type Watch, type WatchedSecond } from './play/watch.ts';
import { judgePromises } from './promises/judge-promises.ts';
import { summaryOf, verdictOf } from './verdict.ts';

export interface RehearsalOptions {
  plan: RehearsalPlan;
  signal: AbortSignal;
  /** Hears what is going on, a line each, and each second of the sale. */
  say: (line: string) => void;
  onSecond?: (second: WatchedSecond) => void;
  /** How long tickets are set aside for somebody who pays; 60 seconds by default. */
  holdS?: number;
  /** How much faster than people everybody reads and types; 1 by default. */
  hurry?: number;
}

/** Before the first person comes: the simulator has to make all of them. */
const BEFORE_S = 5;
/** A sale that does not end by itself. */
const MOST_S = 3600;
/** An order has an outcome this long after its hold is over. */
const AFTER_HOLD_S = 60;
const MAILS_STUCK_MS = 30_000;

/**
 * Plays a whole sale and reports what became of it; leaves nothing behind, however it ends. Rejects with
 * `RefusedRehearsal` where it must not be played, and with the reason of `signal` when that is aborted.
 */
export async function rehearse(
  installation: Installation,
  options: RehearsalOptions,
): Promise<RehearsalReport> {
  const { plan, say, signal, holdS = 60 } = options;
  if (plan.kills && installation.killable.length === 0) {
    throw new RefusedRehearsal(
      'nothing of a running installation is killed; leave --kill, or --start a site',
    );
  }
  const startedAt = new Date();
  const aheadS = BEFORE_S + plan.people / 10_000 + plan.withinS;
  const opensAtMs = Math.ceil((Date.now() + aheadS * 1000) / 1000) * 1000;
  signal.throwIfAborted();
  const event = await prepareEvent(
    installation,
    { tickets: plan.tickets, copyOf: plan.eventId },
    { opensAtMs, holdS },
  );
  say(`"${event.name}" (${event.eventId}) opens at ${new Date(opensAtMs).toISOString()}`);
  try {
    const played = await play(installation, event, options);
    const evidence = await count(installation, { event, played, options });
    signal.throwIfAborted();
    return reportOf(installation, { event, played, evidence, options, startedAt });
  } finally {
    await event.remove().catch((error: unknown) => {
      say(`the rehearsal could not be taken away: ${(error as Error).message}`);
    });
  }
}

interface Played {
  sale: Sale;
  watch: Watch;
  kills: RehearsalReport['kills'];
  scanMs: number[];
  endedAtMs: number;
  soldOutAtMs: number | undefined;
}

async function play(
  installation: Installation,
  event: PreparedEvent,
  { plan, say, signal, onSecond, hurry = 1 }: RehearsalOptions,
): Promise<Played> {
  const sale = playSale(installation, event, { ...plan, hurry });
  const killing = startKilling(plan.kills ? installation.killable : [], {
    ...{ random: seededRandom(plan.seed + 1), opensAtMs: sale.opensAtMs, say },
  });
  const watch = watchSale(installation, event, {
    sale,
    onSecond: (second) => onSecond?.(second),
  });
  const stop = () => sale.clock.end();
  signal.addEventListener('abort', stop);
  const limit = setTimeout(stop, MOST_S * 1000);
  try {
    await sale.ended;
    signal.throwIfAborted();
  } catch (error) {
    sale.clock.end();
    sale.door.close();
    throw error;
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', stop);
    await killing.stop();
    await watch.stop();
  }
  const endedAtMs = performance.now();
  return {
    ...{ sale, watch, kills: killing.kills, scanMs: [], endedAtMs },
    soldOutAtMs: soldOutAt(sale, event.capacity),
  };
}

function soldOutAt({ people }: Sale, capacity: number): number | undefined {
  const sold = people.flatMap(({ orders }) =>
    orders.filter(({ status }) => status === 'confirmed'),
  );
  if (sold.length < capacity) return undefined;
  return sold.reduce((last, { changedAtMs = 0 }) => Math.max(last, changedAtMs), 0);
}

// Each side by itself, and only once it had the time to get there.
async function count(
  installation: Installation,
  { event, played, options }: { event: PreparedEvent; played: Played; options: RehearsalOptions },
): Promise<Evidence> {
  const { url, office, bank, kind } = installation;
  const { plan, say, signal, holdS = 60 } = options;
  const { sale, scanMs } = played;
  const { people, door } = sale;
  const ids = people.flatMap(({ orders }) => orders.map(({ id }) => id));
  say(`the crowd has gone; counting ${ids.length} orders`);
  const deadlineMs = performance.now() + (holdS + AFTER_HOLD_S) * 1000;
  const shop = await countOrders(door, ids, { deadlineMs, signal });
  const confirmed = ids.filter((id) => shop.get(id)?.status === 'confirmed');
  say(`${confirmed.length} are confirmed; fetching their tickets`);
  const tickets = await countTickets(door, confirmed, { url, eventId: event.eventId });
  const isOurs = new Set(ids);
  const sums =
    bank === undefined
      ? undefined
      : await countBank(bank, {
          isOurs: (id) => isOurs.has(id) || kind === 'own',
          signal,
        });
  const client = office === undefined ? undefined : new OfficeClient(office);
  const recorded =
    client === undefined || kind !== 'own'
      ? undefined
      : await countOffice(client, event.eventId, { confirmed: confirmed.length, signal });
  const codes = [...(tickets ?? new Map<string, never>()).values()].flat().map(({ code }) => code);
  const entrance =
    office === undefined || recorded === undefined || plan.devices === 0
      ? undefined
      : await playEntrance(
          office,
          { eventId: event.eventId, devices: plan.devices },
          { codes, random: seededRandom(plan.seed + 2), onScan: (ms) => void scanMs.push(ms) },
        );
  if (entrance !== undefined) say(`${entrance.scans.length} scans at ${plan.devices} devices`);
  const mails = await countMails(installation, { wanted: confirmed.length, say, signal });
  const probes = await askWrongly({ url, officeUrl: office?.url }, event);
  const books = await lastBooks(client, event.eventId);
  sale.door.close();
  sale.clock.end();
  return {
    ...{ capacity: plan.tickets, priceMinor: minorOf(event.price), shop, bank: sums },
    placed: people.flatMap((person) =>
      person.orders.map(({ id, repeatedAs = [] }) => ({
        ...{ orderId: id, email: `p${person.index}@example.com`, qty: 1 },
        ...{ totalMinor: minorOf(event.price), repeats: repeatedAs },
      })),
    ),
    books: [...played.watch.books, ...(books === undefined ? [] : [books])],
    ...{ office: recorded, tickets, mails, entrance, probes },
    isDisturbed: plan.kills,
    people: {
      triedToCheat: people.filter(({ kind: is }) => is === 'bot' || is === 'copying').length,
      stolen: people.reduce((sum, { stolen }) => sum + stolen, 0),
      unanswered: plan.kills ? 0 : people.reduce((sum, { lost }) => sum + lost, 0),
      stranded: people.filter(isStranded).length,
    },
    answers: sale.tally.statuses,
  };
}

function isStranded({ kind, orders, toldAtMs, hasLeft }: Sale['people'][number]): boolean {
  return kind !== 'bot' && orders.length === 0 && toldAtMs === undefined && hasLeft !== true;
}

async function lastBooks(client: OfficeClient | undefined, eventId: string) {
  if (client === undefined) return undefined;
  const { tickets } = await client.get<{ tickets: Evidence['books'] }>(`/v1/events/${eventId}`);
  return tickets[0];
}

async function countMails(
  { mails }: Installation,
  { wanted, say, signal }: { wanted: number } & Pick<RehearsalOptions, 'say' | 'signal'>,
): Promise<ReadonlyMap<string, number> | undefined> {
  if (mails === undefined) return undefined;
  const total = () =>
    mails()
      .values()
      .reduce((sum, each) => sum + each, 0);
  let [last, newsMs] = [total(), performance.now()];
  say(`${last} of ${wanted} mails have come`);
  while (last < wanted && !signal.aborted && performance.now() - newsMs < MAILS_STUCK_MS) {
    await delay(500);
    const now = total();
    if (now > last) newsMs = performance.now();
    last = now;
  }
  // What comes twice comes soon after.
  await delay(1000);
  return mails();
}

function reportOf(
  installation: Installation,
  parts: {
    event: PreparedEvent;
    played: Played;
    evidence: Evidence;
    options: RehearsalOptions;
    startedAt: Date;
  },
): RehearsalReport {
  const { event, played, evidence, options, startedAt } = parts;
  const { sale, watch, kills } = played;
  const measured: Measured = {
    ...{ people: sale.people, times: sale.tally.times, paidMs: sale.paidMs },
    ...{ scanMs: played.scanMs, soldOutAtMs: played.soldOutAtMs, lags: sale.tally.lags },
  };
  const cores = availableParallelism();
  const { times, findings: timeFindings } = judgeTimes(measured);
  const judged = kills.length > 0 ? timeFindings.map(unlessDisturbed) : timeFindings;
  const findings = [...judgePromises(evidence), ...judged];
  const limits = findLimits(watch.seconds, cores);
  const counts = countsOf(evidence, sale);
  const verdict = verdictOf(findings);
  const { kind, url, version } = installation;
  return {
    ...{ verdict, summary: summaryOf({ findings, counts, limits, plan: options.plan }) },
    ...{ plan: options.plan, installation: { kind, url, version, cores } },
    ...{ eventName: event.name, startedAt: startedAt.toISOString() },
    opensAt: new Date(event.opensAtMs).toISOString(),
    tookS: Math.round((played.endedAtMs - sale.opensAtMs) / 100) / 10,
    ...{ counts, findings, times, limits, kills },
    seconds: watch.seconds.map(
      ({ slowedDown: _1, processes: _2, remaining: _3, perMinute: _4, ...second }) => second,
    ),
    answers: Object.fromEntries([...sale.tally.statuses].toSorted()),
  };
}

// Somebody had to wait for a part that was killed.
function unlessDisturbed(finding: Finding): Finding {
  return finding.is === 'broken' ? { ...finding, is: 'unsure' } : finding;
}

function countsOf(evidence: Evidence, { people, opensAtMs }: Sale): RehearsalReport['counts'] {
  const { shop, tickets, mails, entrance, bank, books } = evidence;
  const status = (is: string) => [...shop.values()].filter((order) => order.status === is).length;
  const sum = (values: Iterable<number> | undefined) =>
    [...(values ?? [])].reduce((all, each) => all + each, 0);
  const scans = entrance?.scans ?? [];
  return {
    people: people.length,
    'came before the opening': people.filter(({ arrivesAtMs }) => arrivesAtMs < opensAtMs).length,
    'had a turn': people.filter(({ turnAtMs }) => turnAtMs !== undefined).length,
    'left by themselves': people.filter(({ hasLeft }) => hasLeft === true).length,
    'told that nothing is left': people.filter(({ toldAtMs }) => toldAtMs !== undefined).length,
    bots: people.filter(({ kind }) => kind === 'bot').length,
    orders: evidence.placed.length,
    ...{ confirmed: status('confirmed'), rejected: status('rejected'), expired: status('expired') },
    ...(bank === undefined ? {} : { payments: sum(bank.map(({ payments }) => payments)) }),
    ...(tickets === undefined
      ? {}
      : { tickets: sum([...tickets.values()].map((all) => all.length)) }),
    ...(mails === undefined ? {} : { mails: sum(mails.values()) }),
    ...(entrance === undefined
      ? {}
      : { scans: scans.length, 'let in': scans.filter(({ admitted }) => admitted).length }),
    'times the books were read': books.length,
  };
}
