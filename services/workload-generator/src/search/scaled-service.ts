import type { Fleet } from '@onsale/contracts';

/** A service that an autoscaler watches. */
export interface ScaledService {
  service: string;
  living: number;
  /** Mean use of the requested CPU; null until it is known. */
  cpuShare: number | null;
  /** The use above which processes are started. */
  target: number;
}

/** The services that have a target. */
export function scaledServicesOf(services: Fleet['services']): readonly ScaledService[] {
  return services.flatMap(({ service, living, cpuShare, target }) =>
    typeof target?.cpuShare === 'number' && target.cpuShare > 0
      ? [{ service, living, cpuShare: cpuShare ?? null, target: target.cpuShare }]
      : [],
  );
}

/** How far the busiest service is from its target: 1 is on it. */
export function highestPressure(services: readonly ScaledService[]): number {
  return Math.max(0, ...services.map(({ cpuShare, target }) => (cpuShare ?? 0) / target));
}

/** "gateway uses 41 % of its CPU request and scales at 60 %". */
export function describeBusiest(services: readonly ScaledService[]): string {
  const [busiest] = services.toSorted(
    (a, b) => (b.cpuShare ?? 0) / b.target - (a.cpuShare ?? 0) / a.target,
  );
  if (busiest === undefined) return 'nothing is known of its processes';
  const { service, cpuShare, target } = busiest;
  return `${service} uses ${percent(cpuShare ?? 0)} of its CPU request and scales at ${percent(target)}`;
}

/** "gateway 2, order-worker 1". */
export function describeLiving(services: readonly ScaledService[]): string {
  return services.map(({ service, living }) => `${service} ${living}`).join(', ');
}

/** "gateway went from 1 to 2": the services that have more than the fewest so far. */
export function grownOf(
  services: readonly ScaledService[],
  fewest: ReadonlyMap<string, number>,
): string | undefined {
  const grown = services.flatMap(({ service, living }) => {
    const before = fewest.get(service) ?? living;
    return living > before ? [`${service} went from ${before} to ${living}`] : [];
  });
  return grown.length === 0 ? undefined : grown.join(', ');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
