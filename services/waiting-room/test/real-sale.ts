import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMISSION_HEADER, type Line, type Place } from '@onsale/contracts';
import {
  createRedisUser,
  eventually,
  type ServiceProcess,
  startRedis,
  startService,
  type TestRedis,
} from '@onsale/testing';
import { ADMISSION_KEYS } from './open-room.ts';

/** A process of the waiting room. */
export interface Room {
  process: ServiceProcess;
  url: string;
}

/**
 * A sale with real processes: a gateway, an order worker and as many waiting rooms as a test starts, each of these as
 * the user of Redis that a deployment gives it.
 */
export class RealSale {
  readonly redis: TestRedis;
  readonly gateway: string;
  readonly processes: ServiceProcess[];
  readonly #folder: string;
  readonly #environment: Record<string, string>;
  #worker: ServiceProcess | undefined;

  private constructor(
    parts: Pick<RealSale, 'redis' | 'gateway' | 'processes'>,
    context: { folder: string; environment: Record<string, string> },
  ) {
    this.redis = parts.redis;
    this.gateway = parts.gateway;
    this.processes = parts.processes;
    this.#folder = context.folder;
    this.#environment = context.environment;
  }

  /** Starts one with a catalog (YAML). */
  static async start(catalog: string): Promise<RealSale> {
    const folder = await mkdtemp(join(tmpdir(), 'onsale-line-'));
    await writeFile(join(folder, 'catalog.yaml'), catalog);
    const redis = await startRedis();
    await redis.command('CONFIG', 'SET', 'acllog-max-len', '128');
    const environment = {
      REDIS_URL: redis.url,
      CATALOG_FILE: join(folder, 'catalog.yaml'),
      ADMISSION_KEYS,
    };
    const gateway = startService('gateway', environment);
    const processes = [gateway];
    const parts = { redis, processes, gateway: await gateway.ready() };
    const sale = new RealSale(parts, { folder, environment });
    await sale.startWorker();
    return sale;
  }

  /** Starts an order worker, also instead of one that was stopped. */
  async startWorker(): Promise<ServiceProcess> {
    const login = await loginOf(this.redis, 'order-worker');
    const started = startService('order-worker', { ...this.#environment, ...login });
    this.processes.push(started);
    await started.ready();
    this.#worker = started;
    return started;
  }

  /** Starts Redis again after it was killed. Its users are those of a file where it is deployed, so they come back. */
  async restartRedis(): Promise<void> {
    await this.redis.restart();
    for (const user of ['order-worker', 'waiting-room']) await loginOf(this.redis, user);
  }

  /** The order worker that runs. */
  get worker(): ServiceProcess {
    if (this.#worker === undefined) throw new Error('no order worker was started');
    return this.#worker;
  }

  /** Starts a waiting room; this test is its proxy. */
  async startRoom(): Promise<Room> {
    const login = await loginOf(this.redis, 'waiting-room');
    const own = { ...this.#environment, ...login, TRUSTED_PROXIES: '127.0.0.1' };
    const started = startService('waiting-room', own);
    this.processes.push(started);
    return { process: started, url: await started.ready() };
  }

  /** What processes were refused by Redis, and their errors: nothing, if all is well. */
  async faults(): Promise<unknown[]> {
    const log = (await this.redis.command('ACL', 'LOG')) as unknown[][];
    const refused = log.map((entry) => [
      entry[entry.indexOf('username') + 1],
      entry[entry.indexOf('object') + 1],
    ]);
    const lines = this.processes.flatMap((each) => each.log);
    return [...refused, ...lines.filter(({ level }) => level === 'error')];
  }

  async stop(): Promise<void> {
    for (const each of this.processes) each.signal('SIGKILL');
    await Promise.all(this.processes.map((each) => each.exited));
    await this.redis.stop();
    await rm(this.#folder, { recursive: true });
  }
}

async function loginOf(redis: TestRedis, user: string): Promise<Record<string, string>> {
  await createRedisUser(redis, { user, password: 'secret' });
  return { REDIS_USERNAME: user, REDIS_PASSWORD: 'secret' };
}

/** Kills a waiting room. */
export async function kill(room: Room): Promise<void> {
  room.process.signal('SIGKILL');
  await room.process.exited;
}

/** A browser: its cookie stays. `room` is where the door sends it. */
export class Browser {
  readonly #room: () => Room;
  readonly #sale: RealSale;
  #cookie = '';

  constructor(sale: RealSale, room: () => Room) {
    this.#sale = sale;
    this.#room = room;
  }

  async join(): Promise<Place> {
    const headers = { 'content-type': 'application/json', cookie: this.#cookie };
    return await this.#read(await fetch(this.#place(), { method: 'POST', headers }));
  }

  async ask(): Promise<Place> {
    return await this.#read(await fetch(this.#place(), { headers: { cookie: this.#cookie } }));
  }

  /** Waits for the turn, as a page does. */
  async turn(): Promise<Place> {
    return await eventually(
      () => this.ask(),
      ({ state }) => state === 'turn',
    );
  }

  /** Orders a ticket `seat`, again with the same key while the shop asks for it; answers the status. */
  async order(admission = ''): Promise<number> {
    const key = randomUUID();
    return await eventually(
      () => this.#order(admission, key),
      (status) => status !== 503,
    );
  }

  async #order(admission: string, key: string): Promise<number> {
    const response = await fetch(`${this.#sale.gateway}/v1/orders`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: this.#cookie,
        'idempotency-key': key,
        [ADMISSION_HEADER]: admission,
      },
      body: JSON.stringify({
        customer: { name: 'Ada', email: 'ada@example.com' },
        items: [{ ticketId: 'noon-seat', qty: 1 }],
        paymentMethod: 'invoice',
      }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  #place(): string {
    return `${this.#room().url}/v1/lines/noon/place`;
  }

  async #read(response: Response): Promise<Place> {
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${response.status} ${text}`);
    this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return JSON.parse(text) as Place;
  }
}

/** The line `noon` once it is so. */
export async function lineUntil(room: () => Room, isDone: (line: Line) => boolean): Promise<Line> {
  return (await eventually(
    async () => await fetch(`${room().url}/v1/lines/noon`).then((answer) => answer.json()),
    (answer) => isDone(answer as Line),
  )) as Line;
}
