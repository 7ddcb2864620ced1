import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Fleet } from '@onsale/contracts';
import { connectRedis } from '@onsale/redis';
import { createLogger } from '@onsale/service';
import { eventually, startPostgres } from '@onsale/testing';
import { basePort, buy, isListening, makeDataFolder, settled, startShop } from './local-shop.ts';

const folder = await makeDataFolder();
after(folder.remove);
const dataFolder = folder.path;
const start = (environment: Record<string, string> = {}) =>
  startShop({ DATA_DIR: dataFolder, ...environment });

const root = fileURLToPath(new URL('../..', import.meta.url));

test('keeps its data, logs and secrets from other users of the machine', async () => {
  const running = start();
  try {
    await running.address('gateway');
    for (const name of ['redis', 'postgres', 'logs', 'secrets']) {
      assert.equal(statSync(join(dataFolder, name)).mode & 0o777, 0o700, name);
    }
    const password = readFileSync(join(dataFolder, 'secrets/redis-password'), 'utf8').trim();
    for (const secret of ['redis-password', 'customer-key', 'database-password', 'database-url']) {
      assert.equal(statSync(join(dataFolder, 'secrets', secret)).mode & 0o777, 0o600);
    }
    assert.ok(readFileSync(join(dataFolder, 'secrets/customer-key'), 'utf8').trim().length >= 32);
    assert.ok(!running.lines.some((line) => line.includes(password)));
    const socket = connect(basePort + 2, '127.0.0.1').setEncoding('utf8');
    socket.write('PING\r\n');
    assert.match(String(await once(socket, 'data')), /^-NOAUTH/);
    socket.destroy();
  } finally {
    await running.stop();
  }
});

test('names the shop first, then the laboratory, then how to get at the rest', async () => {
  const running = start({ PATH: userPath() });
  try {
    const shop = `http://localhost:${basePort + 3}`;
    await running.said(/^Stop: {4}Ctrl-C$/);
    const from = running.lines.findIndex((line) => line.startsWith('Shop:'));
    const [first, second, ...others] = running.lines.slice(from).filter((line) => line !== '');
    assert.equal(first, `Shop:       ${shop}`);
    assert.match(second ?? '', new RegExp(`^Laboratory: ${shop}/lab `));
    const rest = others.join('\n');
    assert.match(rest, /^ {2}postgres +\S+\/postgres$/m);
    assert.match(rest, new RegExp(`^ {2}redis +redis://127\\.0\\.0\\.1:${basePort + 2}$`, 'm'));
    assert.match(rest, /^Console: {4}http:\/\/localhost:\d+$/m);
    // Whoever starts it first takes the console into use; nobody's link goes into a log.
    assert.match(rest, /^ +http:\/\/localhost:\d+\/first-owner#[\w-]{32}$/m);
    const [, login = ''] = /^Admin: {3}(.*) npm run admin -- help$/m.exec(rest) ?? [];
    const environment = Object.fromEntries(login.split(' ').map((each) => each.split('=')));
    const admin = (...command: string[]) =>
      execFileSync(process.execPath, ['admin/src/main.ts', ...command], {
        cwd: root,
        env: {
          PATH: process.env['PATH'],
          ...environment,
          // As they stand for who starts it in the project's folder, as npm does.
          REDIS_PASSWORD_FILE: resolve(environment.REDIS_PASSWORD_FILE),
          DATABASE_URL_FILE: resolve(environment.DATABASE_URL_FILE),
        },
        encoding: 'utf8',
      });
    assert.match(admin('audit'), /oversold|problems|promise/i);
    const { url } = JSON.parse(admin('office', 'first-owner', '--json')) as { url: string };
    assert.match(url, /^http:\/\/localhost:\d+\/first-owner#/);
    assert.match(admin('records', 'status'), /^0 +recording +\d+-\d+ +0 /m);
  } finally {
    await running.stop();
  }
});

test('serves the shop, with the ways to the gateway and to the generator', async () => {
  const running = start({ PATH: userPath() });
  try {
    const shop = /http:\S+/.exec(await running.said(/^Shop: .*http:|no shop/))?.[0];
    assert.equal(shop, `http://localhost:${basePort + 3}`);
    assert.equal((await fetch(`${shop}/lab`)).status, 200);
    const page = await fetch(shop);
    assert.match(await page.text(), /<div id="root">/);
    assert.equal((await fetch(`${shop}/api/v1/tickets`)).status, 200);
    assert.equal((await fetch(`${shop}/workload/config`)).status, 200);
  } finally {
    await running.stop();
  }
});

test('starts a crashed service again and says so', async () => {
  const running = start();
  try {
    const gateway = await running.address('gateway');
    const log = await readFile(`${dataFolder}/logs/order-worker.log`, 'utf8');
    const pid = processIds(/"instance":"[^"]*-(\d+)-[0-9a-f]{6}"/g, log).at(-1);
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    await running.said(/order-worker ended \(SIGKILL\); starting it again/);
    await settled(gateway, await buy(gateway));
  } finally {
    await running.stop();
  }
});

test('kills a process for a page of the shop, and nothing is lost by it', async () => {
  const running = start({ PATH: userPath() });
  try {
    const shop = /http:\S+/.exec(await running.said(/^Shop: /))?.[0] ?? '';
    const gateway = await running.address('gateway');
    const { instances } = await eventually(
      async () => (await (await fetch(`${shop}/api/v1/fleet`)).json()) as Fleet,
      (fleet) => fleet.instances.some(({ service }) => service === 'order-worker'),
    );
    const worker = instances.find(({ service }) => service === 'order-worker');
    const kill = async (origin: string) =>
      await fetch(`${shop}/local/kill`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ instance: worker?.instance }),
      });
    assert.equal((await kill('https://evil.example')).status, 403);
    const orderId = await buy(gateway);
    const answer = await kill(shop);
    assert.deepEqual(await answer.json(), { instance: worker?.instance, service: 'order-worker' });
    await running.said(/order-worker ended \(SIGKILL\); starting it again/);
    for (const each of [orderId, await buy(gateway)]) await settled(gateway, each);
  } finally {
    await running.stop();
  }
});

test('goes on when a log cannot be written, and says so once', async () => {
  const ownFolder = join(dataFolder, 'full');
  await mkdir(join(ownFolder, 'logs'), { recursive: true });
  for (const name of ['gateway', 'order-worker']) {
    await symlink('/dev/full', join(ownFolder, 'logs', `${name}.log`));
  }
  const running = start({ DATA_DIR: ownFolder, PARTS: 'sale' });
  try {
    const gateway = await running.address('gateway');
    await settled(gateway, await buy(gateway));
    const complaints = running.lines.filter((line) => line.includes('the disk is full'));
    assert.equal(complaints.length, 2, running.lines.join('\n'));
  } finally {
    await running.stop();
  }
  assert.equal(running.child.exitCode, 0);
});

test('ends with a sentence when its data folder is deleted', async () => {
  const ownFolder = join(dataFolder, 'deleted');
  const running = start({ DATA_DIR: ownFolder });
  await running.address('gateway');
  // Whatever is written meanwhile goes too.
  await rm(ownFolder, { recursive: true, maxRetries: 10 });
  await running.said(/was deleted: what is sold from now on would be lost/);
  assert.equal(await running.ended, 1);
  assert.doesNotMatch(running.lines.join('\n'), /^ +at /m);
});

test('uses a PostgreSQL that it is given, and installs the records there', async (t) => {
  const server = await startPostgres();
  t.after(() => server.stop());
  const ownFolder = join(dataFolder, 'given');
  const running = start({ DATA_DIR: ownFolder, DATABASE_URL: server.url });
  try {
    await running.address('gateway');
    await eventually(
      async () => await server.query(`select to_regclass('records.orders') is not null as there`),
      ([row]) => (row as { there: boolean }).there,
    );
    assert.equal(existsSync(join(ownFolder, 'postgres')), false);
  } finally {
    await running.stop();
  }
});

test('takes the next free port and says so', async () => {
  const blocker = createServer().listen(basePort, '127.0.0.1');
  await once(blocker, 'listening');
  const running = start({ PARTS: 'sale' });
  try {
    await running.said(new RegExp(`port ${basePort} is taken; gateway gets `));
    assert.notEqual(await running.address('gateway'), `http://localhost:${basePort}`);
  } finally {
    await running.stop();
    blocker.close();
  }
});

test('refuses to work on a data folder that is in use', async () => {
  const running = start();
  try {
    await running.address('gateway');
    const other = start({ REDIS_PORT: String(basePort + 5) });
    await other.said(/is running on .* already/);
    assert.equal(await other.ended, 1);
  } finally {
    await running.stop();
  }
});

test('sells nothing from an emptied Redis until a person decides, whoever restarts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-emptied-'));
  const command = async (...words: string[]) => {
    const config = {
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: basePort + 2,
      REDIS_PASSWORD: readFileSync(join(folder, 'secrets/redis-password'), 'utf8').trim(),
    };
    const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
    const connection = await connectRedis(config, { logger, name: 'test' });
    const [node] = await connection.nodes();
    const reply = await node?.command(words);
    await connection.close();
    return reply;
  };
  const codeOfTickets = async () => {
    const answer = await fetch(`http://127.0.0.1:${basePort}/v1/tickets`);
    return ((await answer.json()) as { code?: string }).code;
  };
  const first = start({ DATA_DIR: folder, PARTS: 'sale' });
  await first.address('gateway');
  await command('FLUSHALL');
  await eventually(codeOfTickets, (code) => code === 'DATA_LOST');
  await first.stop();

  // Not even the functions are left where the files were lost.
  await rm(join(folder, 'redis'), { recursive: true });
  const second = start({ DATA_DIR: folder, PARTS: 'sale' });
  try {
    await second.said(/this Redis is empty, but a shop was installed here before: .*--after-loss/);
    await eventually(
      async () => await codeOfTickets().catch(() => 'not there yet'),
      (code) => code === 'DATA_LOST',
    );
    assert.equal(await command('EXISTS', 'onsale:layout'), 0);
    const admin = spawn(
      process.execPath,
      ['admin/src/main.ts', 'data', 'install', '--after-loss'],
      {
        cwd: root,
        env: {
          PATH: process.env['PATH'],
          REDIS_PORT: String(basePort + 2),
          REDIS_PASSWORD_FILE: join(folder, 'secrets/redis-password'),
        },
        stdio: 'ignore',
      },
    );
    assert.deepEqual(await once(admin, 'exit'), [0, null]);
    await eventually(codeOfTickets, (code) => code === undefined);
  } finally {
    await second.stop();
    await rm(folder, { recursive: true });
  }
});

test('leaves nothing behind when it is killed, and can be started again', async () => {
  const killed = start();
  const orderId = await buy(await killed.address('gateway'));
  killed.child.kill('SIGKILL');
  await killed.ended;
  // Started at once: it waits until the guard of the killed one has ended its Redis.
  const next = start();
  try {
    assert.equal(await next.address('gateway'), `http://localhost:${basePort}`);
    await settled(await next.address('gateway'), orderId);
  } finally {
    await next.stop();
  }
  for (const port of [basePort, basePort + 1, basePort + 2]) {
    assert.equal(await isListening(port), false, `something still listens on ${port}`);
  }
  assert.equal(existsSync(join(dataFolder, 'postgres/postmaster.pid')), false);
});

/** The PATH of an ordinary user, who has no folders of system programs such as nginx in it. */
function userPath(): string {
  const folders = process.env['PATH']?.split(':') ?? [];
  return folders.filter((folder) => !folder.endsWith('/sbin')).join(':');
}

function processIds(pattern: RegExp, text: string): number[] {
  return [...text.matchAll(pattern)].map((match) => Number(match[1]));
}
