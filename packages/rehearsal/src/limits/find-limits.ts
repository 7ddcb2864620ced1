import type { Limit } from '@onsale/contracts';
import type { WatchedSecond } from '../play/watch.ts';

/** A limit that lasts less is a hiccup. */
const LEAST_S = 3;
/** What is away for longer is a limit of its own. */
const MOST_GAP_S = 15;
/** Of the limits, those that lasted longest. */
const MOST_TOLD = 5;
/** Of a core, or of all cores: what the system itself takes is no use to anybody. */
const FULL_SHARE = 0.88;
/** A worker settles thousands a second; so many are waiting behind it. */
const BACKLOG_ORDERS = 2000;
const LATE_MS = 100;

interface Cause {
  part: string;
  why: string;
  change: string;
}

/**
 * What could not do more while people waited, second by second: the first of these that was at its end, as whatever
 * stands behind it cannot show what it could do.
 */
export function findLimits(seconds: readonly WatchedSecond[], cores: number): Limit[] {
  const found: (Limit & { ofS: number })[] = [];
  const last = seconds.findLastIndex(isSelling);
  // What is done after the last order, such as mails, keeps nobody waiting for a ticket.
  for (const second of seconds.slice(0, last + 1)) {
    const cause = causeOf(second, cores);
    if (cause === undefined) continue;
    const known = found.findLast(({ part }) => part === cause.part);
    // It comes back, and is one limit.
    if (known !== undefined && second.atS - known.toS <= MOST_GAP_S) {
      Object.assign(known, { toS: second.atS, ofS: known.ofS + 1 });
    } else found.push({ ...cause, fromS: second.atS, toS: second.atS, ofS: 1 });
  }
  return found
    .filter(({ fromS, toS }) => toS - fromS + 1 >= LEAST_S)
    .toSorted((a, b) => b.ofS - a.ofS)
    .slice(0, MOST_TOLD)
    .toSorted((a, b) => a.fromS - b.fromS)
    .map(({ ofS: _ofS, ...limit }) => limit);
}

// Before the opening people come; after it somebody has a turn, or an order that becomes something.
function isSelling({ atS, admitted, ordered, confirmed, remaining = 0 }: WatchedSecond): boolean {
  return atS < 0 || remaining > 0 || admitted + ordered + confirmed > 0;
}

function causeOf(second: WatchedSecond, cores: number): Cause | undefined {
  const { waiting, lagMs, slowedDown, cpu, processes, refused, unpaid, backlog = 0 } = second;
  if (slowedDown > 0) {
    return {
      part: 'door',
      why: 'the door refused requests from this machine (429), as all of the crowd comes from it',
      change:
        'name this machine in UNLIMITED_CLIENTS of the frontend, or raise its RATE_LIMIT_REQUESTS and MAX_CLIENT_CONNECTIONS for the rehearsal',
    };
  }
  const used = Object.values(cpu).reduce((sum, each) => sum + each, 0);
  const full = Object.entries(cpu)
    .filter(([part, each]) => each >= FULL_SHARE * (processes[part] ?? 1))
    .toSorted(([, a], [, b]) => b - a)[0];
  if (full !== undefined) return fullPart(full[0], processes[full[0]] ?? 1);
  if (used >= FULL_SHARE * cores) return fullMachine(cpu, cores);
  if (lagMs >= LATE_MS) {
    return {
      part: 'simulator',
      why: `the simulator was up to ${lagMs} ms late, so fewer people came than planned`,
      change: 'run the rehearsal on another machine than the shop',
    };
  }
  if (backlog >= BACKLOG_ORDERS) {
    return {
      part: 'order-worker',
      why: 'orders waited for a worker',
      change: 'raise minReplicas of the order worker by one',
    };
  }
  if (unpaid > 0) {
    return {
      part: 'payments',
      why: 'buyers waited to pay, as payments asks its provider only so often (503)',
      change:
        'raise PAYMENT_CALLS_PER_S of payments as far as the provider allows it, or run one more of them',
    };
  }
  if (refused > 0) {
    return {
      part: 'gateway',
      why: 'gateways refused requests, as they had too many (503)',
      change: 'raise minReplicas of the gateway by one',
    };
  }
  if (waiting > 0 && (second.remaining ?? 0) > 0 && second.atS > 0) return pace(second);
  return undefined;
}

function fullPart(part: string, processes: number): Cause {
  const why = `${processes === 1 ? 'its process' : `its ${processes} processes`} used a whole core, which is all it can use`;
  const more = `raise minReplicas of ${part} from ${processes} to ${processes + 1}`;
  const changes: Record<string, string> = {
    redis: 'give Redis a faster core, or spread events over a cluster of Redis (SHARDS)',
    nginx: 'let nginx have more workers, or a second frontend',
    postgresql: 'give PostgreSQL more cores; the sale goes on meanwhile, and its records follow',
    simulator: 'run the rehearsal on another machine than the shop',
    delivery: `nothing, if mails may come later, as nobody waits for them to buy; else ${more}`,
  };
  return { part, why, change: changes[part] ?? more };
}

function fullMachine(cpu: Readonly<Record<string, number>>, cores: number): Cause {
  const [first, second] = Object.entries(cpu).toSorted(([, a], [, b]) => b - a);
  const share = (entry: [string, number] | undefined) =>
    entry === undefined ? '' : `${entry[0]} ${Math.round((entry[1] / cores) * 100)} %`;
  return {
    part: 'machine',
    why: `all ${cores} cores of this machine were used, ${share(first)} and ${share(second)} of them`,
    change:
      first?.[0] === 'simulator'
        ? 'run the rehearsal on another machine than the shop; a real crowd brings its own'
        : `give the shop more cores, above all ${first?.[0] ?? ''}`,
  };
}

function pace({ perMinute }: WatchedSecond): Cause {
  const rate = perMinute === undefined ? '' : `, about ${Math.round(perMinute)} people a minute`;
  return {
    part: 'waiting-room',
    why: `the line admitted no faster${rate}; nothing else was at its end`,
    change:
      'change nothing: the line learns how much the shop can do. If the event sets perMinute, that may hold it back',
  };
}
