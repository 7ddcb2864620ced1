import { orderStreamKey, shardName } from '@onsale/ledger';
import { connectRedis, type RedisConnection } from '@onsale/redis';
import { createLogger, type Desired, HEARTBEAT_MS, readFleet, writeDesired } from '@onsale/service';
import { Scaler } from './hpa/scaler.ts';
import { describeChange, describeLimit, describeWanted } from './describe-scaling.ts';
import { type HpaSettings, SYNC_PERIOD_MS } from './hpa/settings.ts';
import { ReplicaWatch } from './replica-watch.ts';
import { SilenceWatch } from './silence-watch.ts';
import type { ScaledService } from './scaled-service.ts';
import { say } from './terminal.ts';

/** Heartbeats that a process may miss, once its last announcement has expired, before it is replaced. */
const MISSED_HEARTBEATS = 3;

/** The name of the metric that counts the waiting orders of a shard. */
export const waitingOrders = (shard: number): string =>
  `waiting orders of shard ${shardName(shard)}`;

/** One service, and how it is scaled. */
export interface Scaling {
  service: ScaledService;
  /** Already bounded by what this machine can run. */
  settings: HpaSettings;
  requestCores: number;
  /** Why `maxReplicas` is the limit, in words. */
  limit: string;
}

export interface Autoscaler {
  /** Makes no further changes. */
  stop(): Promise<void>;
}

/**
 * Scales services by what their processes announce in Redis, and replaces processes that hang, until
 * it is stopped. Each heartbeat
 * brings a sample; a decision is made every 15 seconds, divided by `tempo`.
 */
export function startAutoscaler(options: {
  redisUrl: string;
  scalings: readonly Scaling[];
  /** The shards whose waiting orders count. */
  shards: readonly number[];
  tempo: number;
}): Autoscaler {
  const periodMs = Math.max(HEARTBEAT_MS, SYNC_PERIOD_MS / options.tempo);
  const watches = options.scalings.map((scaling) => new ServiceScaler(scaling, periodMs));
  const needsTotals = options.scalings.some(({ settings }) =>
    settings.metrics.some(({ type }) => type === 'AverageValue'),
  );
  const stopping = new AbortController();
  const { signal } = stopping;
  let redis: RedisConnection | undefined;
  let decidedAtMs = performance.now();
  let failed = false;

  const tick = async (): Promise<void> => {
    if (redis?.isReady() !== true || signal.aborted) return;
    const announcements = await readFleet(redis);
    const nowMs = performance.now();
    for (const watch of watches) watch.observe(announcements, nowMs);
    // A tick may come a little early.
    if (nowMs - decidedAtMs >= periodMs - HEARTBEAT_MS / 4) {
      decidedAtMs = nowMs;
      const totals = needsTotals ? await readTotals(redis, options.shards) : new Map();
      if (signal.aborted) return;
      for (const watch of watches) watch.decide(nowMs, totals);
    }
    await writeDesired(redis, Object.fromEntries(watches.map((watch) => watch.desired())));
    failed = false;
  };
  const tickSafely = () => {
    tick().catch((error: unknown) => {
      if (!failed) say(`autoscaler: no decisions while Redis does not answer (${String(error)})`);
      failed = true;
    });
  };
  const timer = setInterval(tickSafely, HEARTBEAT_MS);
  const logger = createLogger({ service: 'local', instance: 'local', level: 'silent' });
  const config = { REDIS_URL: options.redisUrl, REDIS_HOST: '', REDIS_PORT: 0 };
  const connecting = connectRedis(config, { logger, name: 'autoscaler', signal }).then(
    (connection) => void (redis = connection),
    () => undefined,
  );
  return {
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await connecting;
      await redis?.close();
    },
  };
}

/** How many orders wait in each shard: the exact lengths of the streams. */
async function readTotals(
  redis: RedisConnection,
  shards: readonly number[],
): Promise<Map<string, number | undefined>> {
  const totals = new Map<string, number | undefined>();
  for (const shard of shards) {
    const key = orderStreamKey(shard);
    const length = await redis.command(key, ['XLEN', key]).catch(() => undefined);
    totals.set(waitingOrders(shard), typeof length === 'number' ? length : undefined);
  }
  return totals;
}

class ServiceScaler {
  readonly #scaling: Scaling;
  readonly #watch: ReplicaWatch;
  readonly #silence = new SilenceWatch(MISSED_HEARTBEATS);
  readonly #scaler: Scaler;
  #limited = false;
  #reason: string | undefined;

  constructor(scaling: Scaling, windowMs: number) {
    this.#scaling = scaling;
    this.#watch = new ReplicaWatch(windowMs);
    this.#scaler = new Scaler(scaling.settings);
  }

  observe(announcements: Parameters<ReplicaWatch['observe']>[1], nowMs: number): void {
    const pids = this.#scaling.service.processes.flatMap(({ pid }) => pid ?? []);
    this.#watch.observe(pids, announcements, nowMs);
    for (const pid of this.#silence.observe(pids, announcements)) {
      const hanging = this.#scaling.service.processes.find((each) => each.pid === pid);
      if (hanging === undefined) continue;
      say(`${hanging.name} hangs; replacing it`);
      hanging.crash();
    }
  }

  decide(nowMs: number, totals: ReadonlyMap<string, number | undefined>): void {
    const { service, requestCores, settings, limit } = this.#scaling;
    const current = service.processes.length;
    const replicas = service.processes.map(({ pid }) => this.#watch.replica(pid, nowMs));
    const decision = this.#scaler.decide({ nowMs, replicas, requestCores, totals });
    if (decision.desired !== current) {
      say(describeChange(service.name, current, decision));
      service.scaleTo(decision.desired);
      this.#scaler.changed({ atMs: nowMs, change: decision.desired - current });
    }
    // Said once each time the limit is reached.
    const limited =
      decision.desired === settings.maxReplicas && decision.recommended > decision.desired;
    if (limited && !this.#limited) {
      say(describeLimit(service.name, decision, limit));
    }
    this.#limited = limited;
    this.#reason = describeWanted(decision, limited ? limit : undefined);
  }

  desired(): [string, Desired] {
    const { service, settings } = this.#scaling;
    const byCpu = settings.metrics.find((metric) => metric.type === 'Utilization');
    return [
      service.name,
      {
        count: service.processes.length,
        ...(this.#reason === undefined ? {} : { reason: this.#reason }),
        ...(byCpu === undefined ? {} : { cpuTarget: byCpu.percent / 100 }),
      },
    ];
  }
}
