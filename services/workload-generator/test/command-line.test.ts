import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
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
  assert.match(passed.out, /^verdict +PASS$/m);
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
});

it('says what is wrong with a command line and ends with 2', async () => {
  for (const [args, message] of [
    [['--rps', '-5'], /rps/],
    [['--rps', 'abc'], /--rps must be a number, not "abc"/],
    [['--rps', '999999'], /rps must be at most 20000 \(MAX_RPS\)/],
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
