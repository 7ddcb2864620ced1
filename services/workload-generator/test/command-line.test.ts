import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LoadReport } from '@onsale/contracts';
import { startShop } from './stand-in-shop.ts';

const COMMAND = fileURLToPath(new URL('../src/command-line.ts', import.meta.url));

async function load(...args: string[]) {
  const child = spawn(process.execPath, [COMMAND, ...args], { env: { PATH: process.env['PATH'] } });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

it('sends a load, shows a table and saves the curve', async (t) => {
  const shop = await startShop();
  const folder = await mkdtemp(join(tmpdir(), 'onsale-load-'));
  t.after(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });
  const target = ['--target', shop.url, '--rps', '100', '--duration', '1s'];
  const patience = ['--p99', '600000', '--settled-p99', '600000'];
  const passed = await load(
    ...[...target, ...patience, '--profile', 'spike', '--out', join(folder, 'a')],
  );
  assert.equal(passed.code, 0, passed.err);
  const goods = /REAL TICKETS, everything on sale: the target has no event rehearsal/;
  assert.match(passed.err, goods);
  assert.match(passed.out, goods);
  assert.match(passed.out, /^verdict +Passed \(not measured: duplicated\)$/m);
  const report = JSON.parse(await readFile(join(folder, 'a.json'), 'utf8')) as { sent: number };
  assert.equal(report.sent, shop.orders.length);
  assert.match(await readFile(join(folder, 'a.svg'), 'utf8'), /^<svg .*<polyline .*<\/svg>\n$/s);

  const failed = await load(...target, '--p99', '0', '--out', join(folder, 'b'));
  assert.equal(failed.code, 1);
  assert.match(failed.out, /^p99Ms .* FAILED$/m);

  const files = [join(folder, 'a.json'), join(folder, 'b.json')];
  const merged = await load('--merge', ...files, '--out', join(folder, 'c'));
  assert.equal(merged.code, 0);
  assert.match(merged.out, new RegExp(`^sent +${report.sent + 100} `, 'm'));

  const interrupted = join(folder, 'interrupted.json');
  await writeFile(interrupted, JSON.stringify({ ...report, state: 'interrupted' }));
  const refused = await load('--merge', interrupted, ...files, '--out', join(folder, 'd'));
  assert.equal(refused.code, 2);
  assert.match(refused.err, /interrupted.json is of a run that was interrupted/);
});

it('says that nothing was sold, and that nothing was measured', async (t) => {
  const shop = await startShop({ isSoldOut: true });
  const folder = await mkdtemp(join(tmpdir(), 'onsale-load-'));
  t.after(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });
  const target = ['--target', shop.url, '--rps', '50', '--duration', '0.2s'];
  const unsold = await load(...target, '--accepted', '0', '--out', join(folder, 'a'));
  assert.equal(unsold.code, 1);
  assert.match(unsold.out, /^verdict +Nothing was sold \(not measured: .*clickToSettledP99Ms/m);
  assert.match(unsold.out, /^success +10, 10 of them sold out$/m);
  assert.match(unsold.out, /^POST \/orders +10 sent, 10 sold out, 0 failed/m);

  const unmeasured = await load(...target, '--rps', '0', '--out', join(folder, 'b'));
  assert.equal(unmeasured.code, 3);
  assert.match(unmeasured.out, /^verdict +Nothing was measured$/m);
});

it('starts a preset, and what else is said changes it', async (t) => {
  const shop = await startShop();
  const folder = await mkdtemp(join(tmpdir(), 'onsale-load-'));
  t.after(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });
  const less = ['--rps', '100', '--duration', '0.5s', '--p99', '600000'];
  const out = ['--out', join(folder, 'a')];
  const { code, err } = await load(
    ...[
      '--target',
      shop.url,
      '--preset',
      'double-clicks',
      '--settled-p99',
      '600000',
      ...less,
      ...out,
    ],
  );
  assert.equal(code, 0, err);
  const report = JSON.parse(await readFile(join(folder, 'a.json'), 'utf8')) as LoadReport;
  assert.equal(report.preset, 'double-clicks');
  assert.equal(report.sent, 50);
  assert.equal(report.config.shares.duplicates, 0.5);
  assert.ok(report.requests.duplicates > 0);
});

it('says what is wrong with a command line and ends with 2', async () => {
  for (const [args, message] of [
    [['--rps', '-5'], /rps/],
    [['--rps', 'abc'], /--rps must be a number, not "abc"/],
    [['--rps', '999999'], /rps must be at most 20000 \(MAX_RPS\)/],
    [['--preset', 'storm'], /preset must be one of quiet, opening-minute/],
    [['--profile', 'wave'], /profile must be one of constant, ramp/],
    [['--duration', 'soon'], /--duration must be a time such as 30s/],
    [['--target', 'ftp://x'], /TARGET_API must be an http/],
    [['--config', '/no/such/file'], /--config \/no\/such\/file can't be read/],
    [['nonsense'], /nonsense is not an option/],
  ] as const) {
    const { code, err } = await load(...args);
    assert.equal(code, 2);
    assert.match(err, message);
  }
  const help = await load('--help');
  assert.equal(help.code, 0);
  assert.match(help.out, /--profile NAME/);
});
