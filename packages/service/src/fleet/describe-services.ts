import type { FleetService, Instance } from '@onsale/contracts';
import type { Desired } from './fleet.ts';

/** The CPU of a process that has just started says nothing of its work. */
const STARTING_MS = 5000;
/** The HorizontalPodAutoscaler does nothing within this share of its target. */
const TOLERANCE = 0.1;

/**
 * How each service is scaled. What an autoscaler says of itself (`desired`) goes before `cpuTargets`,
 * which are what a cluster's autoscalers aim at: these say nothing, so only the measure is told.
 */
export function describeServices(
  instances: readonly Instance[],
  desired: ReadonlyMap<string, Desired>,
  cpuTargets: ReadonlyMap<string, number>,
  nowMs = Date.now(),
): FleetService[] {
  const names = new Set([...desired.keys(), ...instances.map(({ service }) => service)]);
  return [...names].sort().map((service) => {
    const living = instances.filter((instance) => instance.service === service);
    const wanted = desired.get(service);
    const cpuShare = meanUse(living.filter(({ since }) => nowMs - Date.parse(since) > STARTING_MS));
    const target = wanted === undefined ? cpuTargets.get(service) : wanted.cpuTarget;
    return {
      service,
      living: living.length,
      desired: wanted?.count ?? null,
      reason: wanted === undefined ? describeUse(cpuShare, target) : (wanted.reason ?? null),
      target: target === undefined ? null : { cpuShare: target },
      cpuShare,
    };
  });
}

// As the HorizontalPodAutoscaler counts: all that is used of all that is requested.
function meanUse(instances: readonly Instance[]): number | null {
  let used = 0;
  let requested = 0;
  for (const { cpu, cpuRequest } of instances) {
    if (cpuRequest === null) continue;
    used += cpu;
    requested += cpuRequest;
  }
  return requested === 0 ? null : Math.round((used / requested) * 1000) / 1000;
}

function describeUse(cpuShare: number | null, target: number | undefined): string | null {
  if (cpuShare === null || target === undefined) return null;
  const measure = `cpu ${Math.floor(cpuShare * 100)} % of ${Math.round(target * 100)} %`;
  return cpuShare > target * (1 + TOLERANCE) ? `${measure} → more wanted` : measure;
}
