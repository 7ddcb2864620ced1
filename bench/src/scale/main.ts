import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { LoadReport, LoadStats } from '@onsale/contracts';
import { phaseRows, phaseTable } from './phase-table.ts';

const HELP = `npm run record:scale -- [address] [--run ID]

Starts the preset "scale" on a running system and prints what happened in each phase, like the table in
docs/laboratory.md. Use a quiet machine: whatever else runs is measured too.

  address   of the shop, with the laboratory switched on; http://localhost:8080 by default
  --run ID  prints the table of a run that is over, and starts nothing

Exit code 0: the table is printed, whatever its verdict; 1: it could not be recorded. Ctrl-C ends the run,
and prints what there is of it.
`;

const EVERY_MS = 1000;
/** A busy system may be silent for a while, and then go on. */
const SILENT_MS = 30_000;

process.exitCode = await main().catch((error: unknown) => {
  complain(error);
  return 1;
});

function complain(error: unknown): void {
  process.stderr.write(`${(error as Error).message}\n`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { run: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const ask = askAt((positionals[0] ?? 'http://localhost:8080').replace(/\/$/, ''));
  const runId = values.run ?? (await ask<{ runId: string }>('/start', { preset: 'scale' })).runId;
  if (values.run === undefined) await untilOver(ask, runId);
  const report = await ask<LoadReport>(`/runs/${encodeURIComponent(runId)}`);
  const rows = phaseRows(report);
  if (rows.length === 0)
    throw new Error(`run ${runId} has no search: it was not started as "scale"`);
  process.stdout.write(phaseTable(report, rows));
  if (report.fleet === undefined) {
    process.stderr.write('The target showed no fleet, so the processes are not known.\n');
  }
  return 0;
}

type Ask = ReturnType<typeof askAt>;

/** Shows how it goes until the run is over. */
async function untilOver(ask: Ask, runId: string): Promise<void> {
  process.stderr.write(`run ${runId}\n`);
  // Where it can't be stopped, a second Ctrl-C ends this command.
  process.once('SIGINT', () => void ask('/stop', {}).catch(complain));
  let heardAtMs = performance.now();
  let shown = '';
  for (;;) {
    try {
      const stats = await ask<LoadStats>('/stats');
      heardAtMs = performance.now();
      const { elapsedS, search } = stats;
      const sentence = search?.sentence ?? '';
      if (sentence !== shown) process.stderr.write(`${Math.round(elapsedS)} s  ${sentence}\n`);
      shown = sentence;
      if (stats.runId !== runId || stats.state === 'finished') return;
    } catch (error) {
      if (performance.now() - heardAtMs > SILENT_MS) throw error;
    }
    await wait(EVERY_MS);
  }
}

/** The interface of the generator behind the shop at `site`. Throws sentences for people. */
function askAt(site: string) {
  return async <Answer>(path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${site}/workload${path}`, {
      signal: AbortSignal.timeout(SILENT_MS),
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
    }).catch((error: unknown) => {
      throw new Error(`${site} does not answer. Is it running? npm start`, { cause: error });
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as Answer;
    const isOurs = response.headers.get('content-type')?.includes('json') === true;
    const { code = '', message = '' } = isOurs ? (JSON.parse(text) as Record<string, string>) : {};
    if (code === 'RUN_ACTIVE') throw new Error(`${message}; wait for its end, or stop it`);
    if (response.status === 404 && path === '/start')
      throw new Error(`${site} has no laboratory: it needs LAB=on and a generator`);
    throw new Error(`${path}: ${response.status} ${message || text.slice(0, 200)}`);
  };
}
