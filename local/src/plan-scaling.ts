import { availableParallelism } from 'node:os';
import { ConfigError } from '@onsale/service-runtime';
import { waitingOrders } from './autoscaler.ts';
import type { LocalConfig } from './config.ts';
import { loadCpuRequest, loadHpa, loadStreamLength } from './hpa/load-settings.ts';
import { atTempo, type HpaSettings, type Metric } from './hpa/settings.ts';
import { say } from './terminal.ts';

/** What a gateway or a worker asks for where no Deployment tells. */
const DEFAULT_REQUEST_CORES = 0.5;

/** How a service is scaled on this machine. */
export interface ScalingPlan {
  settings: HpaSettings;
  requestCores: number;
}

/**
 * Reads how the services are scaled in a cluster, and fits it to this machine: fewer at least, and no
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
      const settings = atTempo(loadHpa(places.manifests, name), config.AUTOSCALE_TEMPO);
      const metrics = [...settings.metrics, ...(name === 'order-worker' ? lag : [])];
      return [
        name,
        {
          settings: { ...settings, metrics, ...limits(settings, config) },
          requestCores: requests[i] ?? DEFAULT_REQUEST_CORES,
        },
      ];
    }),
  );
}

function limits(settings: HpaSettings, config: LocalConfig) {
  const most = config.AUTOSCALE_MAX ?? availableParallelism();
  const maxReplicas = Math.max(config.AUTOSCALE_MIN, Math.min(settings.maxReplicas, most));
  return { minReplicas: config.AUTOSCALE_MIN, maxReplicas };
}

function lagMetrics(config: LocalConfig, kedaFolder: string): Metric[] {
  const perReplica = config.WORKER_LAG_TARGET ?? loadStreamLength(kedaFolder, 'order-worker');
  if (perReplica === undefined) {
    throw new ConfigError([
      'WORKER_LAG_TARGET must be set for AUTOSCALE_LAG: deploy/components/keda tells no streamLength',
    ]);
  }
  return Array.from({ length: config.SHARDS }, (_, shard) => ({
    type: 'AverageValue',
    name: waitingOrders(shard),
    perReplica,
  }));
}
