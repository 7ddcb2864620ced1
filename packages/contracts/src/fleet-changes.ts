import type { Fleet } from './fleet.ts';

/** Processes of one service that came and went between two looks at the fleet. */
export interface FleetChange {
  service: string;
  /** Running before and after. */
  from: number;
  to: number;
  came: number;
  went: number;
  /** What the autoscaler said of the service then. */
  reason: string | null;
}

/**
 * Which processes came and went between two looks. It goes by their names, not by their number: one
 * that was killed and replaced at once is a change. Nothing is known before the first look. The
 * generator records changes and the laboratory shows them, so this file must also run in a browser.
 */
export function fleetChanges(
  before: Pick<Fleet, 'instances'> | undefined,
  after: Pick<Fleet, 'instances' | 'services'>,
): FleetChange[] {
  if (before === undefined) return [];
  const [earlier, now] = [namesByService(before), namesByService(after)];
  return [...new Set([...now.keys(), ...earlier.keys()])].flatMap((service) => {
    const had = earlier.get(service) ?? new Set<string>();
    const has = now.get(service) ?? new Set<string>();
    const [came, went] = [has.difference(had).size, had.difference(has).size];
    if (came === 0 && went === 0) return [];
    const reason = after.services.find((told) => told.service === service)?.reason ?? null;
    return [{ service, from: had.size, to: has.size, came, went, reason }];
  });
}

function namesByService({ instances }: Pick<Fleet, 'instances'>): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const { service, instance } of instances) {
    names.set(service, (names.get(service) ?? new Set()).add(instance));
  }
  return names;
}
