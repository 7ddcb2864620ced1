import { setTimeout as wait } from 'node:timers/promises';
import type { Fleet, LoadReport, LoadStats } from '@onsale/contracts';
import { type FleetSample, phaseRows, phaseTable } from './phase-table.ts';

// Starts the preset `scale` on a running system and prints what happened in each phase, as the table in
// docs/laboratory.md. `npm run record:scale -- [http://localhost:8080]`; the address is that of the shop,
// with the laboratory switched on. For quiet machines: it measures what else runs, too.

const EVERY_MS = 1000;
const site = (process.argv[2] ?? 'http://localhost:8080').replace(/\/$/, '');

const { runId } = await ask<{ runId: string }>('/workload/start', { preset: 'scale' });
const samples: FleetSample[] = [];
for (;;) {
  const [stats, fleet] = await Promise.all([
    ask<LoadStats>('/workload/stats'),
    ask<Fleet>('/api/v1/fleet').catch(() => undefined),
  ]);
  if (fleet !== undefined) samples.push({ atS: stats.elapsedS, services: fleet.services });
  process.stderr.write(`${Math.round(stats.elapsedS)} s  ${stats.search?.sentence ?? ''}\n`);
  if (stats.runId !== runId || stats.state === 'finished') break;
  await wait(EVERY_MS);
}
const report = await ask<LoadReport>(`/workload/runs/${runId}`);
process.stdout.write(phaseTable(report, phaseRows(report, samples)));

async function ask<Answer>(path: string, body?: object): Promise<Answer> {
  const response = await fetch(site + path, {
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
