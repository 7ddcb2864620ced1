import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import type { LoadReport, LoadRunSummary } from '@onsale/contracts';
import { createLogger } from '@onsale/service';
import { eventually, startService } from '@onsale/testing';
import { KEPT_FILES, RunFolder } from '../../src/runs/run-folder.ts';
import { startGenerator } from '../start-generator.ts';
import { startShop } from '../stand-in-shop.ts';

const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-runs-'));
  t.after(async () => {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  });
  return folder;
}

// The report of a real run, which is short.
async function shortRun(t: TestContext, folder?: RunFolder): Promise<LoadReport> {
  const shop = await startShop();
  const generator = startGenerator(shop.url, {}, folder);
  t.after(async () => {
    await generator.close();
    await shop.close();
  });
  await generator.call('POST', '/start', { rps: 50, durationS: 0.2 });
  return await generator.finished();
}

// A process with a long run, some of whose orders are accepted.
async function startLongRun(environment: Record<string, string>) {
  const generator = startService('workload-generator', environment);
  const url = await generator.url();
  await fetch(`${url}/start`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ preset: 'quiet', rps: 50, durationS: 600 }),
  });
  await eventually(
    () => runsOf(url),
    ([run]) => (run?.accepted ?? 0) > 0,
  );
  return { ...generator, baseUrl: url };
}

async function runsOf(url: string): Promise<LoadRunSummary[]> {
  return ((await (await fetch(`${url}/runs`)).json()) as { runs: LoadRunSummary[] }).runs;
}

it('a new process knows the runs of the one before', async (t) => {
  const folder = await emptyFolder(t);
  const shop = await startShop();
  t.after(() => shop.close());
  const environment = { TARGET_API: shop.url, RUNS_DIR: join(folder, 'deep', 'runs') };
  const first = await startLongRun(environment);
  // A run that is active when its process is told to end is kept too.
  await first.stop();

  const second = startService('workload-generator', environment);
  const again = await second.url();
  const [run] = await runsOf(again);
  assert.equal(run?.preset, 'quiet');
  assert.equal(run.state, 'finished');
  assert.ok(run.accepted > 0);
  const report = (await (await fetch(`${again}/runs/${run.runId}`)).json()) as LoadReport;
  assert.equal(report.orders.accepted, run.accepted);
  assert.equal(report.config.rps, 50);
  assert.equal(report.histograms.endpoints.length, report.endpoints.length);
  await second.stop();
});

it('a run whose process is killed is kept as interrupted', async (t) => {
  const folder = await emptyFolder(t);
  const shop = await startShop();
  t.after(() => shop.close());
  const environment = { TARGET_API: shop.url, RUNS_DIR: folder };
  const first = await startLongRun(environment);
  await eventually(
    () => readdir(folder),
    (names) => names.some((name) => name.endsWith('.json')),
  );
  assert.deepEqual(
    (await runsOf(first.baseUrl)).map(({ state }) => state),
    ['running'],
    'while it runs, it is not shown as anything else',
  );
  first.signal('SIGKILL');
  await first.exited;

  const second = startService('workload-generator', environment);
  const url = await second.url();
  const runs = await runsOf(url);
  assert.deepEqual(
    runs.map(({ state }) => state),
    ['interrupted'],
  );
  const report = (await (await fetch(`${url}/runs/${runs[0]?.runId}`)).json()) as LoadReport;
  assert.equal(report.state, 'interrupted');
  assert.equal(report.endedAt, undefined);
  assert.ok(report.orders.accepted > 0 && report.seconds.length > 0);
  await second.stop();
});

it('keeps the last 200, and removes the oldest for the next', async (t) => {
  const folder = await emptyFolder(t);
  const report = await shortRun(t);
  const idOf = (i: number) => `20870101t000000-${String(i).padStart(6, '0')}`;
  for (let i = 0; i <= KEPT_FILES; i++) {
    const runId = idOf(i);
    await writeFile(join(folder, `${runId}.json`), JSON.stringify({ ...report, runId }));
  }
  const runs = await RunFolder.open(folder, logger);
  assert.equal(runs.summaries().length, KEPT_FILES);
  assert.equal(await runs.read(idOf(0)), undefined);
  await runs.save({ ...report, runId: '20880101t000000-abcdef' });
  const kept = runs.summaries().map(({ runId }) => runId);
  assert.equal(kept.length, KEPT_FILES);
  assert.equal(kept[0], '20880101t000000-abcdef');
  assert.equal(kept.at(-1), idOf(2));
  const names = await readdir(folder);
  assert.ok(!names.includes(`${idOf(1)}.json`));
  assert.deepEqual(
    names.filter((name) => !name.endsWith('.json')),
    [],
    'nothing unfinished remains',
  );
});

it('leaves broken files alone, and shows the others', async (t) => {
  const folder = await emptyFolder(t);
  const report = await shortRun(t, await RunFolder.open(folder, logger));
  const good = `${report.runId}.json`;
  await eventually(
    () => readdir(folder),
    (names) => names.includes(good),
  );
  const text = await readFile(join(folder, good), 'utf8');
  await writeFile(join(folder, '20870101t000000-aaaaaa.json'), text.slice(0, 1000));
  const { endpoints: _endpoints, ...older } = { ...report, runId: '20870101t000000-bbbbbb' };
  await writeFile(join(folder, '20870101t000000-bbbbbb.json'), JSON.stringify(older));
  await writeFile(join(folder, '20870101t000000-cccccc.json'), text);
  await writeFile(join(folder, '20870101t000000-dddddd.json.tmp'), 'half');
  await writeFile(join(folder, 'notes.txt'), 'mine');
  const runs = await RunFolder.open(folder, logger);
  assert.deepEqual(
    runs.summaries().map(({ runId }) => runId),
    [report.runId],
  );
  assert.equal(await runs.read('../../etc/passwd'), undefined);
  assert.equal(await runs.read('20870101t000000-bbbbbb'), undefined);
  assert.deepEqual((await readdir(folder)).toSorted(), [
    ...[good, '20870101t000000-aaaaaa.json', '20870101t000000-bbbbbb.json'],
    ...['20870101t000000-cccccc.json', 'notes.txt'],
  ]);
  // What goes away while the process runs is no error either.
  await rm(join(folder, good));
  assert.equal(await runs.read(report.runId ?? ''), undefined);
});

it('a folder that cannot be used ends the process with its reason', async (t) => {
  const folder = await emptyFolder(t);
  await writeFile(join(folder, 'file'), '');
  const generator = startService('workload-generator', { RUNS_DIR: join(folder, 'file') });
  assert.equal(await generator.exited, 1);
  assert.match(JSON.stringify(generator.log), /RUNS_DIR/);
});
