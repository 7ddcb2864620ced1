import type { RehearsalPlan, RehearsalReport } from '@onsale/contracts';
import { seededRandom } from '@onsale/crowd';
import { countEvidence } from './count/count-evidence.ts';
import { type PreparedEvent, prepareEvent } from './event/prepare-event.ts';
import { type Installation, RefusedRehearsal } from './installation.ts';
import { startKilling } from './play/kill-parts.ts';
import { playSale, type Sale } from './play/play-sale.ts';
import { watchSale, type Watch, type WatchedSecond } from './play/watch.ts';
import { reportOf } from './report/report-of.ts';

export interface RehearsalOptions {
  plan: RehearsalPlan;
  signal: AbortSignal;
  /** Hears what is going on, a line each, and each second of the sale. */
  say: (line: string) => void;
  onSecond?: (second: WatchedSecond) => void;
  /** Of the event that is made; one that nobody has by default. */
  eventId?: string | undefined;
  /** Hears that the event is there, and that the crowd has gone and is counted. */
  onPhase?: (phase: 'gathering' | 'counting', event: PreparedEvent) => void;
  /** How long tickets are set aside for somebody who pays; 60 seconds by default. */
  holdS?: number;
  /** How much faster than people everybody reads and types; 1 by default. */
  hurry?: number;
}

/** Before the first person comes: the simulator has to make all of them. */
const BEFORE_S = 5;
/** A sale that does not end by itself. */
const MOST_S = 3600;

/**
 * Plays a whole sale and reports what became of it; leaves nothing behind, however it ends. Rejects with
 * `RefusedRehearsal` where it must not be played, and with the reason of `signal` when that is aborted.
 */
export async function rehearse(
  installation: Installation,
  options: RehearsalOptions,
): Promise<RehearsalReport> {
  const { plan, say, signal, holdS = 60, hurry = 1 } = options;
  if (plan.kills && installation.killable.length === 0) {
    throw new RefusedRehearsal(
      'not_here',
      'nothing in a running installation is killed; leave out --kill, or use --start',
    );
  }
  const startedAt = new Date();
  const aheadS = BEFORE_S + plan.people / 10_000 + plan.withinS;
  const opensAtMs = Math.ceil((Date.now() + aheadS * 1000) / 1000) * 1000;
  signal.throwIfAborted();
  const event = await prepareEvent(
    installation,
    { tickets: plan.tickets, copyOf: plan.eventId, eventId: options.eventId },
    { opensAtMs, holdS },
  );
  say(`"${event.name}" (${event.eventId}) opens at ${new Date(opensAtMs).toISOString()}`);
  options.onPhase?.('gathering', event);
  let sale: Sale | undefined;
  try {
    sale = playSale(installation, event, { ...plan, hurry });
    const played = await play(installation, event, { sale, options });
    options.onPhase?.('counting', event);
    const evidence = await countEvidence(installation, { event, played, options });
    signal.throwIfAborted();
    return reportOf(installation, { event, played, evidence, options, startedAt });
  } finally {
    sale?.clock.end();
    sale?.door.close();
    await event.remove().catch((error: unknown) => {
      say(`the rehearsal could not be removed: ${(error as Error).message}`);
    });
  }
}

/** What was played, before anything was counted. */
export interface Played {
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
  { sale, options }: { sale: Sale; options: RehearsalOptions },
): Promise<Played> {
  const { plan, say, signal, onSecond } = options;
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
