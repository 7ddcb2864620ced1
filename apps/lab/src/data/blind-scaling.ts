import type { Fleet, LoadStats } from '@onsale/api-client';

/** What counts as late where the load has no threshold for latency. */
const USUAL_P99_MS = 500;
/** Seconds in a row that are no accident. */
const LASTING = 5;

/** Latency that is broken while the CPU of everything that is scaled is below its target. */
export interface BlindScaling {
  p99Ms: number;
  limitMs: number;
  /** The service that is closest to its target. */
  service: string;
  cpuShare: number;
  target: number;
}

/** Whether that is so at this moment; undefined when it is not, or nothing is scaled by CPU. */
export function blindNow(
  stats: Pick<LoadStats, 'state' | 'latency' | 'config'>,
  fleet: Pick<Fleet, 'services'>,
): BlindScaling | undefined {
  const limitMs = stats.config.thresholds.p99Ms ?? USUAL_P99_MS;
  const { p99 } = stats.latency.second;
  if (stats.state !== 'running' || p99 === null || p99 <= limitMs) return undefined;
  const scaled = fleet.services.flatMap(({ service, cpuShare, target }) =>
    cpuShare === null || target === null ? [] : [{ service, cpuShare, target: target.cpuShare }],
  );
  const [busiest] = scaled.toSorted((a, b) => b.cpuShare / b.target - a.cpuShare / a.target);
  if (busiest === undefined || busiest.cpuShare >= busiest.target) return undefined;
  return { p99Ms: p99, limitMs, ...busiest };
}

/** Says it only when it has been so in five messages of the fleet in a row. */
export class BlindScalingWatch {
  #inARow = 0;

  look(now: BlindScaling | undefined): BlindScaling | undefined {
    this.#inARow = now === undefined ? 0 : this.#inARow + 1;
    return this.#inARow >= LASTING ? now : undefined;
  }
}
