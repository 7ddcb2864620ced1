import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ADMISSION_HEADER, type Line, type Place } from '@onsale/contracts';
import {
  createRedisUser,
  eventually,
  type ServiceProcess,
  startRedis,
  startService,
  type TestRedis,
} from '@onsale/testing';

// Real processes: gateway, order worker and waiting room, each as the user of Redis that a deployment gives it.

const ADMISSION_KEYS = 'a-secret-of-at-least-thirty-two-characters';
const CATALOG = `events:
  - id: noon
    name: Noon
    venue: Hall
    startsAt: 2087-07-01T20:00:00+02:00
    currency: EUR
    waitingRoom: { opens: always }
    tickets:
      - { id: seat, name: Seat, type: adult, price: 20, capacity: 3 }
`;

let folder: string;
let redis: TestRedis;
const processes: ServiceProcess[] = [];
let gateway: string;
let room: { process: ServiceProcess; url: string };

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-line-'));
  await writeFile(join(folder, 'catalog.yaml'), CATALOG);
  redis = await startRedis();
  await redis.command('CONFIG', 'SET', 'acllog-max-len', '128');
  gateway = (await start('gateway')).url;
  await start('order-worker', await loginOf('order-worker'));
  room = await startRoom();
});
after(async () => {
  for (const each of processes) each.signal('SIGKILL');
  await Promise.all(processes.map((each) => each.exited));
  await redis.stop();
  await rm(folder, { recursive: true });
});

async function start(service: string, environment: Record<string, string> = {}) {
  const started = startService(service, {
    REDIS_URL: redis.url,
    CATALOG_FILE: join(folder, 'catalog.yaml'),
    ADMISSION_KEYS,
    ...environment,
  });
  processes.push(started);
  return { process: started, url: await started.ready() };
}

async function loginOf(user: string): Promise<Record<string, string>> {
  await createRedisUser(redis, { user, password: 'secret' });
  return { REDIS_USERNAME: user, REDIS_PASSWORD: 'secret' };
}

const startRoom = async () => await start('waiting-room', await loginOf('waiting-room'));

/** A browser: its cookie stays. */
class Browser {
  #cookie = '';

  async join(): Promise<Place> {
    const headers = { 'content-type': 'application/json', cookie: this.#cookie };
    return await this.#read(await fetch(place(), { method: 'POST', headers }));
  }

  async ask(): Promise<Place> {
    return await this.#read(await fetch(place(), { headers: { cookie: this.#cookie } }));
  }

  /** Waits for the turn, as a page does. */
  async turn(): Promise<Place> {
    return await eventually(
      () => this.ask(),
      ({ state }) => state === 'turn',
    );
  }

  async order(admission = ''): Promise<number> {
    const response = await fetch(`${gateway}/v1/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: this.#cookie,
        [ADMISSION_HEADER]: admission,
      },
      body: JSON.stringify({
        customer: { name: 'Ada', email: 'ada@example.com' },
        items: [{ ticketId: 'seat', qty: 1 }],
        paymentMethod: 'invoice',
      }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  async #read(response: Response): Promise<Place> {
    assert.equal(response.status, 200, await response.clone().text());
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return (await response.json()) as Place;
  }
}

const place = () => `${room.url}/v1/lines/noon/place`;

/** The line once it was read, and is so. */
async function lineUntil(isDone: (line: Line) => boolean): Promise<void> {
  await eventually(
    async () =>
      await fetch(`${room.url}/v1/lines/noon`).then(async (response) => await response.json()),
    (answer) => 'status' in (answer as object) && isDone(answer as Line),
  );
}

test('whoever waits gets a turn, orders once, and is served', async () => {
  await lineUntil(({ status }) => status === 'open');
  const browser = new Browser();
  assert.equal((await browser.join()).number, 1);
  const { admission = '', until = '' } = await browser.turn();
  assert.ok(Date.parse(until) > Date.now());
  assert.equal(await new Browser().order(admission), 403);
  assert.equal(await browser.order(admission), 201);
  assert.equal(await browser.order(admission), 403);
  assert.equal((await browser.ask()).state, 'served');
  await lineUntil(({ remaining, serving }) => remaining === 2 && serving === 1);
});

test('a waiting room that is killed loses no place, and another goes on', async () => {
  const waiting = Array.from({ length: 3 }, () => new Browser());
  const numbers: (number | undefined)[] = [];
  for (const each of waiting) numbers.push((await each.join()).number);
  assert.deepEqual(numbers, [2, 3, 4]);
  room.process.signal('SIGKILL');
  await room.process.exited;
  room = await startRoom();
  for (const [i, each] of waiting.entries()) assert.equal((await each.ask()).number, numbers[i]);
  // Two tickets are left, so two have their turn, and the third waits.
  const [first, second, third] = waiting as [Browser, Browser, Browser];
  const admitted = [await first.turn(), await second.turn()];
  assert.equal((await third.ask()).state, 'waiting');
  assert.equal(await first.order(admitted[0]?.admission), 201);
  assert.equal(await second.order(admitted[1]?.admission), 201);
  await lineUntil(({ status }) => status === 'sold_out');
  assert.equal((await third.ask()).state, 'waiting');
});

test('no process did more than its user of Redis may', async () => {
  const log = (await redis.command('ACL', 'LOG')) as unknown[][];
  const names = log.map((entry) => entry[entry.indexOf('username') + 1]);
  const objects = log.map((entry) => entry[entry.indexOf('object') + 1]);
  assert.deepEqual([names, objects], [[], []]);
  const faults = processes
    .flatMap(({ log: lines }) => lines)
    .filter(({ level }) => level === 'error');
  assert.deepEqual(faults, []);
});
