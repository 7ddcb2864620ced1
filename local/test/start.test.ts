import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openRecords } from '@onsale/records';
import { catalogOf, eventually } from '@onsale/testing';
import { basePort, buy, isListening, makeDataFolder, settled, startShop } from './local-shop.ts';

const folder = await makeDataFolder();
after(folder.remove);
const dataFolder = folder.path;
const start = (environment: Record<string, string> = {}) =>
  startShop({ DATA_DIR: dataFolder, ...environment });

test('sells a ticket, records it, and has it again after Ctrl-C and a second start', async () => {
  const first = start();
  const gateway = await first.address('gateway');
  const orderId = await buy(gateway);
  await settled(gateway, orderId);
  await recorded(orderId);
  await first.stop();
  assert.equal(first.child.exitCode, 0);
  for (const port of [basePort, basePort + 1, basePort + 2, basePort + 3]) {
    assert.equal(await isListening(port), false, `something still listens on ${port}`);
  }

  const second = start();
  try {
    await settled(await second.address('gateway'), orderId);
  } finally {
    await second.stop();
  }
});

test('says once why a part can not start, shows no address and ends', async () => {
  const ownFolder = join(dataFolder, 'edited');
  await mkdir(ownFolder);
  const catalog = join(ownFolder, 'catalog.yaml');
  await writeFile(catalog, catalogOf(-1));
  const running = start({ DATA_DIR: ownFolder, CATALOG_FILE: catalog, PARTS: 'sale' });
  assert.equal(await running.ended, 1);
  const said = running.lines.join('\n');
  assert.equal(said.match(/tickets\[0\]\.capacity must be/g)?.length, 1, said);
  assert.match(said, /^gateway can't start, as it says above\. Its log is \S+gateway\.log$/m);
  assert.doesNotMatch(said, /^Shop:/m);
});

test('says why its PostgreSQL can not start, and ends', async () => {
  const ownFolder = join(dataFolder, 'other-version');
  await mkdir(join(ownFolder, 'postgres'), { recursive: true });
  await writeFile(join(ownFolder, 'postgres/PG_VERSION'), '9\n');
  const running = start({ DATA_DIR: ownFolder });
  await running.said(/^there is no PostgreSQL 9 on this machine\. .* set DATABASE_URL/);
  assert.equal(await running.ended, 1);
});

test('says why its Redis can not start, and ends', async () => {
  const ownFolder = join(dataFolder, 'broken');
  const log = join(ownFolder, 'redis', 'appendonlydir');
  await mkdir(log, { recursive: true });
  await writeFile(join(log, 'appendonly.aof.manifest'), 'this is not a manifest\n');
  const running = start({ DATA_DIR: ownFolder });
  assert.equal(await running.ended, 1);
  const said = running.lines.join('\n');
  assert.match(said, /^redis can't start, exit code 1: .*\. Its log is \S+redis\.log$/m);
  assert.doesNotMatch(said, /^Shop:/m);
});

test('says what it is for, and starts nothing, when it is asked', async () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [main, '--help']);
  assert.match(stdout, /^Runs the whole shop on this machine until Ctrl-C/);
  await assert.rejects(run(process.execPath, [main, '--port=80']), (error: { stdout: string }) =>
    error.stdout.startsWith('npm start knows no --port=80'),
  );
});

test('says what is wrong with its environment', async () => {
  const running = start({ GATEWAY_PORT: 'five' });
  await running.said(/^GATEWAY_PORT must be a whole number from 1 to 65535, not "five"$/);
  assert.equal(await running.ended, 1);
});

test('says what is wrong with the manifests it is to scale by', async () => {
  const running = start({ AUTOSCALE_MANIFESTS: dataFolder });
  await running.said(/ has no HorizontalPodAutoscaler for gateway/);
  assert.equal(await running.ended, 1);
});

async function recorded(orderId: string): Promise<void> {
  const url = readFileSync(join(dataFolder, 'secrets/database-url'), 'utf8').trim();
  const db = openRecords({ url, name: 'test', onError: () => undefined });
  const orders = db.selectFrom('records.orders').select('status').where('order_id', '=', orderId);
  await eventually(
    async () => (await orders.execute()).map(({ status }) => status),
    (statuses) => statuses[0] === 'confirmed',
  );
  await db.destroy();
}
