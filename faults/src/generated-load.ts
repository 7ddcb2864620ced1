import type { LoadStats } from '@onsale/contracts';
import { eventually, type RunningService } from '@onsale/testing';

/** Starts a run of a workload generator. */
export async function startLoad(generator: RunningService, load: object): Promise<void> {
  await send(generator, 'POST', '/start', load);
}

/** Ends the plan of a run: nothing more is sent, but requests in flight may still be answered. */
export async function endLoad(generator: RunningService): Promise<void> {
  await send(generator, 'PATCH', '/config', { stages: [{ rps: 1, durationS: 0.1 }] });
}

async function send(
  generator: RunningService,
  method: string,
  path: string,
  body: object,
): Promise<void> {
  const response = await fetch(`${generator.address}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
}

/** The statistics of the run, as soon as `isThere` accepts them. */
export async function untilLoad(
  generator: RunningService,
  isThere: (stats: LoadStats) => boolean,
): Promise<LoadStats> {
  const ask = async () => (await (await fetch(`${generator.address}/stats`)).json()) as LoadStats;
  return await eventually(ask, isThere, 120_000);
}
