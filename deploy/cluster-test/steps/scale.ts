import type { LoadReport, LoadStats } from '@onsale/contracts';
import type { Cluster } from '../cluster.ts';
import type { Autoscaler, Deployment } from '../objects.ts';
import { describeFailures } from '../load.ts';
import { readRefusals } from '../refusals.ts';
import { secondsSince, type Step } from '../step.ts';
import { raise, readUsage, type Usage, usageTable } from '../usage.ts';

/** Scaled by CPU, and both have to be. */
const SCALED = ['gateway', 'order-worker'];
/** Some three minutes on two quiet cores; a slow machine may search for its rate much longer. */
const TIMEOUT_S = 1200;
/** metrics-server looks this often. */
const USAGE_EVERY_MS = 15_000;

export const scale: Step = {
  name: 'scale',
  title: 'Runs "Watch it scale" of the laboratory, until both autoscalers have acted and gone back',
  async run({ cluster, shop }, notes) {
    const opened = await shop();
    const before = await opened.audit();
    const idle = await readUsage(cluster);
    const start = performance.now();
    const watch = new ScaleWatch(start, await readScale(cluster), notes.say);
    const loaded = new Map<string, Usage>();
    const { runId } = await opened.post<{ runId: string }>('/workload/start', { preset: 'scale' });
    let usageAt = start;
    let topRps = 0;
    let stats: LoadStats | undefined;
    let toldPhase: string | undefined;
    await cluster.until(
      async () => {
        stats = await opened.get<LoadStats>('/workload/stats').catch(() => stats);
        topRps = Math.max(topRps, stats?.achievedRps ?? 0);
        const phase = stats?.search?.phase;
        if (phase !== toldPhase) notes.say(`${phase}: ${stats?.search?.sentence}`);
        if (phase === 'climbing' && toldPhase === 'searching') {
          notes.figure('enough load', `after ${secondsSince(start)}`);
        }
        toldPhase = phase;
        if (performance.now() - usageAt > USAGE_EVERY_MS) {
          usageAt = performance.now();
          for (const [app, usage] of await readUsage(cluster)) raise(loaded, app, usage);
        }
        return watch.look(await readScale(cluster));
      },
      (isBack) => isBack && (stats?.state === 'finished' || stats?.state === 'idle'),
      { timeoutS: TIMEOUT_S, describe: () => `the load is ${stats?.state}; ${watch.describe()}` },
    );
    for (const name of SCALED) {
      const seen = watch.of(name);
      notes.check(`${name} is scaled up`, seen.decidedS !== undefined && seen.readyS !== undefined);
      notes.check(`${name} is scaled down again`, seen.backS !== undefined);
      const parts = [
        ['decision after', seen.decidedS],
        ['first new pod ready after', seen.readyS],
        ['back after', seen.backS],
      ] as const;
      const times = parts.map(
        ([what, s]) => `${what} ${s === undefined ? '?' : `${Math.round(s)} s`}`,
      );
      notes.figure(name, `${seen.least} to ${seen.most} pods; ${times.join(', ')}`);
    }
    const report = await opened.get<LoadReport>(`/workload/runs/${runId}`);
    notes.figure('highest rate', `${Math.round(topRps)} requests/s`);
    notes.figure('requests', `${report.sent}, failed ${report.failure}`);
    notes.check('no request failed', report.failure === 0, describeFailures(report));
    const after = await opened.audit();
    const counted = after.orders.total - before.orders.total;
    notes.figure('orders', `${report.orders.accepted} accepted, ${counted} in the books`);
    notes.check('every accepted order is in the books', counted >= report.orders.accepted);
    notes.check('every promise holds', after.problems.length === 0, after.problems.join('; '));
    notes.figure(
      'audit',
      `${after.orders.total} orders in ${secondsSince(performance.now() - after.tookMs)}`,
    );
    const refusals = await readRefusals(cluster);
    notes.check(
      'Redis has refused nothing to any service',
      refusals.length === 0,
      refusals.join('; '),
    );
    notes.table(usageTable(idle, loaded));
  },
};

interface Scale {
  wanted: number;
  ready: number;
  least: number;
}

/** What happened to one part, in seconds since the load began. */
interface Seen {
  least: number;
  most: number;
  decidedS?: number;
  readyS?: number;
  backS?: number;
}

async function readScale(cluster: Cluster): Promise<Map<string, Scale>> {
  const scalers = await cluster.list<Autoscaler>('autoscaling/v2/horizontalpodautoscalers');
  const deployments = await cluster.list<Deployment>('apps/v1/deployments');
  return new Map(
    SCALED.map((name) => {
      const scaler = scalers.find(({ spec }) => spec.scaleTargetRef.name === name);
      const deployment = deployments.find(({ metadata }) => metadata.name === name);
      const ready = deployment?.status.readyReplicas ?? 0;
      return [
        name,
        {
          wanted: scaler?.status.desiredReplicas ?? 0,
          ready,
          least: scaler?.spec.minReplicas ?? 0,
        },
      ];
    }),
  );
}

/** Notes when autoscalers act. */
class ScaleWatch {
  readonly #startMs: number;
  readonly #first: Map<string, Scale>;
  readonly #say: (line: string) => void;
  readonly #seen = new Map<string, Seen>();
  #told = '';

  constructor(startMs: number, first: Map<string, Scale>, say: (line: string) => void) {
    this.#startMs = startMs;
    this.#first = first;
    this.#say = say;
    for (const [name, { ready }] of first) this.#seen.set(name, { least: ready, most: ready });
  }

  of(name: string): Seen {
    return this.#seen.get(name) ?? { least: 0, most: 0 };
  }

  /** Takes note of the present; returns whether all have acted and are back at their least. */
  look(now: Map<string, Scale>): boolean {
    const atS = (performance.now() - this.#startMs) / 1000;
    for (const [name, { wanted, ready, least }] of now) {
      const seen = this.of(name);
      const before = this.#first.get(name)?.ready ?? 0;
      seen.most = Math.max(seen.most, ready);
      if (wanted > before) seen.decidedS ??= atS;
      if (ready > before) seen.readyS ??= atS;
      const isBack = seen.readyS !== undefined && wanted <= least && ready <= least;
      if (isBack) seen.backS ??= atS;
      else if (seen.readyS !== undefined) delete seen.backS;
    }
    const line = this.#lineOf(now);
    if (line !== this.#told) this.#say(`${Math.round(atS)} s: ${line}`);
    this.#told = line;
    return [...this.#seen.values()].every(
      ({ backS, decidedS }) => backS !== undefined || decidedS === undefined,
    );
  }

  describe(): string {
    return this.#told;
  }

  #lineOf(now: Map<string, Scale>): string {
    return [...now]
      .map(([name, { wanted, ready }]) => `${name} ${ready} ready, ${wanted} wanted`)
      .join('; ');
  }
}
