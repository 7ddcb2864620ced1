import type { ScaledService } from './scaled-service.ts';

const TIMEOUT_MS = 2000;
const MAX_BYTES = 1024 * 1024;

/**
 * Asks a target which of its services are scaled by CPU, and how busy they are: `GET /fleet` of the
 * gateway. Undefined when it does not tell, like any other shop.
 */
export async function readScaledServices(
  target: string,
): Promise<readonly ScaledService[] | undefined> {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ maxResponseSize: MAX_BYTES });
  try {
    const { statusCode, body } = await request(`${target.replace(/\/$/, '')}/fleet`, {
      dispatcher,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return statusCode === 200 ? scaledServicesOf(await body.json()) : undefined;
  } catch {
    // Down, slow or no gateway: the load has to go on without.
    return undefined;
  } finally {
    await dispatcher.destroy();
  }
}

/** The services of a `Fleet` that have a target; undefined when there is none. */
export function scaledServicesOf(fleet: unknown): readonly ScaledService[] | undefined {
  const { services } = fleet as { services?: unknown };
  if (!Array.isArray(services)) return undefined;
  const scaled = (services as Partial<Announced>[]).flatMap(
    ({ service, living, cpuShare = null, target }) =>
      typeof service === 'string' &&
      typeof living === 'number' &&
      typeof target?.cpuShare === 'number' &&
      target.cpuShare > 0
        ? [{ service, living, cpuShare, target: target.cpuShare }]
        : [],
  );
  return scaled.length === 0 ? undefined : scaled;
}

/** A service as the fleet has it; only what is used here. */
interface Announced {
  service: string;
  living: number;
  cpuShare: number | null;
  target: { cpuShare: number } | null;
}
