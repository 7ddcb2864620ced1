import { availableParallelism } from 'node:os';
import { allShardsOf } from '@onsale/ledger';
import { ConfigError } from '@onsale/service';
import { type Scaling, waitingOrders } from './autoscaler.ts';
import type { LocalConfig } from './config.ts';
import { loadCpuRequest, loadHpa, loadStreamLength } from './hpa/load-settings.ts';
import { atTempo, type Metric } from './hpa/settings.ts';
import { say } from './terminal.ts';

/** What a gateway or a worker requests where no Deployment says so. */
const DEFAULT_REQUEST_CORES = 0.5;

/** How a service is scaled on this machine. */
export type ScalingPlan = Omit<Scaling, 'service'>;

/**
 * Reads how the services are scaled in a cluster, and fits it to this machine: a lower minimum, and no
 * more than it has cores for. Throws `ConfigError` when a manifest can't be used.
 */
export function planScaling(
  config: LocalConfig,
  places: { manifests: string; keda: string },
): Map<string, ScalingPlan> {
  const lag = config.AUTOSCALE_LAG ? lagMetrics(config, places.keda) : [];
  const names = ['gateway', 'order-worker'];
  const requests = names.map((name) => loadCpuRequest(places.manifests, name));
  if (requests.includes(undefined)) {
    const unknown = names.filter((_, i) => requests[i] === undefined).join(' and ');
    say(
      `autoscaler: no Deployment says what ${unknown} asks for; assuming ` +
        `${DEFAULT_REQUEST_CORES * 1000}m of CPU each`,
    );
  }
  return new Map(
    names.map((name, i) => {
      const wanted = atTempo(loadHpa(places.manifests, name), config.AUTOSCALE_TEMPO);
      const metrics = [...wanted.metrics, ...(name === 'order-worker' ? lag : [])];
      const { most, limit } = limitOf(wanted.maxReplicas, config);
      const minReplicas = Math.min(config.AUTOSCALE_MIN, most);
      const settings = { ...wanted, metrics, minReplicas, maxReplicas: most };
      return [name, { settings, requestCores: requests[i] ?? DEFAULT_REQUEST_CORES, limit }];
    }),
  );
}

// Even on one core, three processes show how work is shared; they request little.
const FEWEST_AT_MOST = 3;

function limitOf(maxReplicas: number, config: LocalConfig): { most: number; limit: string } {
  const cores = availableParallelism();
  const here = config.AUTOSCALE_MAX ?? Math.max(FEWEST_AT_MOST, cores);
  if (maxReplicas <= here) return { most: maxReplicas, limit: 'maxReplicas is the limit' };
  const limit =
    config.AUTOSCALE_MAX === undefined
      ? `this machine is the limit, with ${cores} ${cores === 1 ? 'core' : 'cores'}`
      : 'AUTOSCALE_MAX is the limit';
  return { most: here, limit };
}

function lagMetrics(config: LocalConfig, kedaFolder: string): Metric[] {
  const perReplica = config.WORKER_LAG_TARGET ?? loadStreamLength(kedaFolder, 'order-worker');
  if (perReplica === undefined) {
    throw new ConfigError([
      'WORKER_LAG_TARGET must be set for AUTOSCALE_LAG: deploy/components/keda tells no streamLength',
    ]);
  }
  return allShardsOf({ shards: config.SHARDS }).map((shard) => ({
    type: 'AverageValue',
    name: waitingOrders(shard),
    perReplica,
  }));
}
