import type { LoadStats } from '@onsale/contracts';
import { eventually, type RunningService } from '@onsale/testing';

/** Starts a run of a workload generator. */
export async function startLoad(generator: RunningService, load: object): Promise<void> {
  const response = await fetch(`${generator.address}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(load),
  });
  if (response.status !== 201) throw new Error(`no load: ${await response.text()}`);
}

/** The statistics of the run, once they are as wanted. */
export async function untilLoad(
  generator: RunningService,
  isThere: (stats: LoadStats) => boolean,
): Promise<LoadStats> {
  const ask = async () => (await (await fetch(`${generator.address}/stats`)).json()) as LoadStats;
  return await eventually(ask, isThere, 120_000);
}
