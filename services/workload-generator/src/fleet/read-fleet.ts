import type { Fleet } from '@onsale/contracts';

const TIMEOUT_MS = 2000;
const MAX_BYTES = 1024 * 1024;

/** What a target says of its processes; `none` when it is a shop that has no such thing to say. */
export type FleetAnswer = Fleet | 'none' | undefined;

/** Asks a target for `GET /fleet`. Undefined when it does not answer, or says that it can't now. */
export async function readFleet(target: string): Promise<FleetAnswer> {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ maxResponseSize: MAX_BYTES });
  try {
    const { statusCode, body } = await request(`${target.replace(/\/$/, '')}/fleet`, {
      dispatcher,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (statusCode >= 500 || statusCode === 429) return undefined;
    const said: unknown = statusCode === 200 ? await body.json() : undefined;
    return isFleet(said) ? said : 'none';
  } catch (error) {
    // Down or slow: the load goes on without. What is no JSON is no fleet either.
    return error instanceof SyntaxError ? 'none' : undefined;
  } finally {
    await dispatcher.destroy();
  }
}

// What is used of it here, in a form that can be counted on.
function isFleet(value: unknown): value is Fleet {
  if (typeof value !== 'object' || value === null) return false;
  const { at, services, instances, orders } = value as Partial<Fleet>;
  return (
    !Number.isNaN(Date.parse(at ?? '')) &&
    Array.isArray(services) &&
    services.every(
      (each) => typeof each?.service === 'string' && typeof each.living === 'number',
    ) &&
    Array.isArray(instances) &&
    instances.every(
      (each) => typeof each?.service === 'string' && typeof each.instance === 'string',
    ) &&
    [orders?.placed, orders?.confirmed, orders?.rejected, orders?.waiting].every(
      (count) => typeof count === 'number',
    )
  );
}
