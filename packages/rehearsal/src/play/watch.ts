import { percentile } from '@onsale/crowd';
import type { Fleet, Line, OfficeEvent, RehearsalSecond } from '@onsale/contracts';
import type { PreparedEvent } from '../event/prepare-event.ts';
import type { Books } from '../evidence.ts';
import type { Installation } from '../installation.ts';
import { OfficeClient } from '../office-client.ts';
import type { Sale } from './play-sale.ts';

const EVERY_MS = 1000;

/** What limits are found from: a second, and what no report shows. */
export interface WatchedSecond extends RehearsalSecond {
  /** Answers with 429. */
  slowedDown: number;
  /** Answers with 503 to those who wanted to pay. */
  unpaid: number;
  /** How many processes there are of each kind, where that is known. */
  processes: Record<string, number>;
  remaining: number | undefined;
  /** People a minute that the line admits, as it expects itself. */
  perMinute: number | undefined;
}

export interface Watch {
  seconds: WatchedSecond[];
  books: Books[];
  stop(): Promise<void>;
}

/** Looks at everything once a second, from the first person on. */
export function watchSale(
  installation: Installation,
  event: PreparedEvent,
  { sale, onSecond }: { sale: Sale; onSecond: (second: WatchedSecond) => void },
): Watch {
  const { office } = installation;
  const client = office === undefined ? undefined : new OfficeClient(office);
  const seconds: WatchedSecond[] = [];
  const books: Books[] = [];
  const api = `${installation.url}/api/v1`;
  const usage = new Usage(installation);
  let before = totalsOf(sale);
  let waiting = 0;
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    const atS = (performance.now() - sale.opensAtMs) / 1000;
    const now = totalsOf(sale);
    const { ms, overloaded, unpaid, slowedDown, lagMs } = sale.tally.takeSecond();
    const previous = before;
    before = now;
    const [line, fleet, shown] = await Promise.all([
      read<Line>(`${api}/lines/${event.eventId}`),
      read<Fleet>(`${api}/fleet`),
      client?.get<OfficeEvent>(`/v1/events/${event.eventId}`).catch(() => undefined),
    ]);
    // A look that was not answered must not empty the line.
    if (line !== undefined) waiting = line.lobby + line.waiting;
    const [stock] = shown?.tickets ?? [];
    if (stock !== undefined) books.push(stock);
    const second: WatchedSecond = {
      atS: Math.round(atS),
      waiting,
      admitted: now.admitted - previous.admitted,
      ordered: now.ordered - previous.ordered,
      confirmed: now.confirmed - previous.confirmed,
      ...{ refused: overloaded, slowMs: Math.round(percentile(ms, 0.99)) },
      ...{ lagMs: Math.round(lagMs), slowedDown, unpaid },
      ...(fleet === undefined ? {} : { backlog: fleet.orders.waiting }),
      cpu: usage.take(fleet),
      processes: countOf(fleet),
      remaining: line?.remaining,
      perMinute: line?.perMinute?.usual,
    };
    seconds.push(second);
    onSecond(second);
  };
  let isLooking = false;
  const timer = setInterval(() => {
    // A slow answer must not make two of it.
    if (isLooking || performance.now() < sale.startsAtMs - EVERY_MS) return;
    isLooking = true;
    looking = look().finally(() => {
      isLooking = false;
    });
  }, EVERY_MS);
  return {
    ...{ seconds, books },
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

// Cores that each kind of process has used since the last look.
class Usage {
  readonly #cpu: Installation['cpu'];
  #before: ReadonlyMap<string, number>;
  #atMs = performance.now();

  constructor({ cpu }: Installation) {
    this.#cpu = cpu;
    this.#before = cpu?.() ?? new Map();
  }

  take(fleet: Fleet | undefined): Record<string, number> {
    if (this.#cpu === undefined) return ofFleet(fleet);
    const [now, nowMs] = [this.#cpu(), performance.now()];
    const s = (nowMs - this.#atMs) / 1000;
    const used = [...now].map(([part, cpuS]) => {
      const cores = (cpuS - (this.#before.get(part) ?? 0)) / s;
      return [part, Math.max(0, Math.round(cores * 100) / 100)] as const;
    });
    this.#before = now;
    this.#atMs = nowMs;
    return Object.fromEntries(used);
  }
}

function ofFleet(fleet: Fleet | undefined): Record<string, number> {
  const cpu: Record<string, number> = {};
  for (const each of fleet?.instances ?? [])
    cpu[each.service] = (cpu[each.service] ?? 0) + each.cpu;
  return cpu;
}

function countOf(fleet: Fleet | undefined): Record<string, number> {
  return Object.fromEntries(
    (fleet?.services ?? []).map(({ service, living }) => [service, living]),
  );
}

function totalsOf({ people }: Sale) {
  let [admitted, ordered, confirmed] = [0, 0, 0];
  for (const person of people) {
    if (person.turnAtMs !== undefined) admitted += 1;
    ordered += person.orders.length;
    for (const { status } of person.orders) if (status === 'confirmed') confirmed += 1;
  }
  return { admitted, ordered, confirmed };
}

async function read<Body>(url: string): Promise<Body | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    return response.status === 200 ? ((await response.json()) as Body) : undefined;
  } catch {
    return undefined;
  }
}
