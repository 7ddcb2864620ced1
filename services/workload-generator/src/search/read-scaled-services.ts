import type { Fleet } from '@onsale/contracts';
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
    return statusCode === 200 ? scaledServicesOf((await body.json()) as Partial<Fleet>) : undefined;
  } catch {
    // Down, slow or no gateway: the load has to go on without.
    return undefined;
  } finally {
    await dispatcher.destroy();
  }
}

// The services that have a target; undefined when none has, or it is no fleet at all.
function scaledServicesOf({ services }: Partial<Fleet>): readonly ScaledService[] | undefined {
  if (!Array.isArray(services)) return undefined;
  const scaled = services.flatMap(({ service, living, cpuShare, target }) =>
    typeof target?.cpuShare === 'number' && target.cpuShare > 0
      ? [{ service, living, cpuShare: cpuShare ?? null, target: target.cpuShare }]
      : [],
  );
  return scaled.length === 0 ? undefined : scaled;
}
