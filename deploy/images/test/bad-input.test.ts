import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type BaseArguments,
  chooseBases,
  type Engine,
  findEngine,
  imageName,
  runEngine,
  tryEngine,
} from '@onsale/images';
import { catalogOf, eventually } from '@onsale/testing';
import { type ComposeProject, startProject } from './compose-project.ts';

// What the log of a container shows after a mistake: one line that says what to do.

const START_TIMEOUT_MS = 120_000;

let engine: Engine;
let bases: BaseArguments;
/** Only Redis, with its users. */
let project: ComposeProject;
let folder: string;
let started = 0;

before(async () => {
  engine = await findEngine(() => undefined);
  bases = await chooseBases(engine, () => undefined);
  project = await startProject(engine, { bases, capacity: 1, services: ['setup', 'redis'] });
  folder = await mkdtemp(join(tmpdir(), 'onsale-bad-input-'));
  await chmod(folder, 0o755);
});
after(async () => {
  await project.stop();
  await rm(folder, { recursive: true });
});

interface Case {
  mistake: string;
  service: string;
  environment?: Record<string, string>;
  /** Files in the container's /given. */
  files?: Record<string, string>;
  /** The one line of its log. */
  says: RegExp;
}

const GATEWAY = { CATALOG_FILE: '/given/catalog.yaml', TRUSTED_PROXIES: 'none' };

describe('a container that can not start says why in one line, and ends with 1:', () => {
  const cases: Case[] = [
    {
      mistake: 'a variable that is missing',
      service: 'database-api',
      says: /API_TOKEN/,
    },
    {
      mistake: 'a variable that is wrong',
      service: 'gateway',
      environment: { ...GATEWAY, SHARDS: 'many' },
      says: /SHARDS must be a whole number from 1 to 1023, not \\"many\\"/,
    },
    {
      mistake: 'a variable that is wrong, for the worker',
      service: 'order-worker',
      environment: { WORKER_BATCH: '0' },
      says: /WORKER_BATCH must be a whole number from 1 to 1000, not \\"0\\"/,
    },
    {
      mistake: 'a variable that is wrong, for the generator',
      service: 'workload-generator',
      environment: { TARGET_API: 'gateway' },
      says: /TARGET_API must be an http/,
    },
    {
      mistake: 'a payment provider without its keys',
      service: 'payments',
      environment: { PAYMENT_PROVIDER: 'stripe', PUBLIC_URL: 'https://tickets.example.com' },
      says: /STRIPE_SECRET_KEY is missing/,
    },
    {
      mistake: 'an office without a token',
      service: 'office',
      environment: { DATABASE_URL: 'postgres://postgres/onsale' },
      says: /OFFICE_TOKEN is missing/,
    },
    {
      mistake: 'a bank for a real shop',
      service: 'payments',
      environment: {
        ...{ PAYMENT_PROVIDER: 'bank', PUBLIC_URL: 'https://tickets.example.com' },
        ...{ BANK_TOKEN: 'token', BANK_WEBHOOK_SECRET: 'secret' },
      },
      says: /PAYMENT_PROVIDER=bank takes no real money/,
    },
    {
      mistake: 'a variable that is wrong, for the door',
      service: 'frontend',
      environment: { GATEWAY_URL: 'gateway:5000', TRUSTED_PROXIES: 'none' },
      says: /GATEWAY_URL must be an http:\/\/ address without a path, or several with commas, not "gateway:5000"/,
    },
    {
      mistake: 'a frontend that does not know whether there is a proxy in front of it',
      service: 'frontend',
      says: /TRUSTED_PROXIES must be the proxies in front of this server, or none/,
    },
    {
      mistake: 'a limit for each address without trusted proxies',
      service: 'gateway',
      environment: { CATALOG_FILE: GATEWAY.CATALOG_FILE, RATE_LIMIT_ORDERS: '30' },
      says: /RATE_LIMIT_ORDERS .* set TRUSTED_PROXIES/,
    },
    {
      mistake: 'a secret that is not there',
      service: 'order-worker',
      environment: { REDIS_PASSWORD_FILE: '/secrets/redis-password' },
      says: /REDIS_PASSWORD_FILE must name a readable file, \/secrets\/redis-password is none/,
    },
    {
      mistake: 'a catalog that is not there',
      service: 'gateway',
      environment: GATEWAY,
      says: /\/given\/catalog\.yaml/,
    },
    {
      mistake: 'a catalog that is wrong',
      service: 'gateway',
      environment: GATEWAY,
      files: { 'catalog.yaml': 'events: 7\n' },
      says: /catalog\.yaml:1.*events/,
    },
    {
      mistake: 'a catalog that is no YAML',
      service: 'gateway',
      environment: GATEWAY,
      files: { 'catalog.yaml': 'events: [\n' },
      says: /catalog\.yaml:\d+/,
    },
  ];
  for (const wrong of cases) {
    it(wrong.mistake, async (t) => {
      const container = await start(wrong);
      t.after(() => tryEngine(engine, ['rm', '-f', container]));
      assert.equal((await runEngine(engine, ['wait', container])).trim(), '1');
      const complaints = await complaintsOf(container);
      assert.equal(complaints.length, 1, complaints.join('\n'));
      assert.match(complaints[0] ?? '', wrong.says);
    });
  }

  it('and says it again each time that it is tried again, which ends', async (t) => {
    const wrong = {
      mistake: '',
      service: 'gateway',
      environment: { ...GATEWAY, SHARDS: '0' },
      says: /SHARDS/,
    };
    const container = await start(wrong, ['--restart', 'on-failure:2']);
    t.after(() => tryEngine(engine, ['rm', '-f', container]));
    const complaints = await eventually(
      async () => await complaintsOf(container),
      (lines) => lines.length >= 3,
      START_TIMEOUT_MS,
    );
    assert.equal(complaints.length, 3);
  });
});

describe('a container whose Redis does not let it in stays, is not ready, and says why once:', () => {
  const cases: Case[] = [
    {
      mistake: 'a Redis that can not be reached',
      service: 'gateway',
      environment: { ...GATEWAY, REDIS_HOST: '127.0.0.1', REDIS_PORT: '1' },
      says: /Redis cannot be reached: .*ECONNREFUSED/,
    },
    {
      mistake: 'a host of Redis that does not exist',
      service: 'order-worker',
      environment: { REDIS_HOST: 'no-such-host' },
      says: /Redis cannot be reached: .*no-such-host/,
    },
    {
      mistake: 'a wrong password',
      service: 'gateway',
      environment: {
        ...GATEWAY,
        REDIS_HOST: 'redis',
        REDIS_USERNAME: 'gateway',
        REDIS_PASSWORD: 'wrong',
      },
      says: /Redis cannot be reached: WRONGPASS/,
    },
    {
      mistake: 'no password',
      service: 'order-worker',
      environment: { REDIS_HOST: 'redis' },
      says: /Redis cannot be reached: .*NOAUTH/,
    },
  ];
  for (const wrong of cases) {
    it(wrong.mistake, async (t) => {
      const files = { 'catalog.yaml': catalogOf(1) };
      const container = await start({ files, ...wrong });
      t.after(() => tryEngine(engine, ['rm', '-f', container]));
      const complaints = await eventually(
        async () => await complaintsOf(container),
        (lines) => lines.some((line) => wrong.says.test(line)),
        START_TIMEOUT_MS,
      );
      const port = wrong.service === 'gateway' ? 5000 : 5001;
      const probe = async (path: string) => {
        const words = ['exec', container, 'bash', '/app/probe.sh', String(port), path];
        return (await tryEngine(engine, words)).code;
      };
      assert.equal(await probe('/livez'), 0);
      assert.equal(await probe('/readyz'), 1);
      // Each connection reports it once, however often it retries.
      const texts = complaints.map(
        (line) => (JSON.parse(line) as { connection: string }).connection,
      );
      assert.equal(texts.length, new Set(texts).size, complaints.join('\n'));
      const state = await runEngine(engine, ['inspect', '-f', '{{.State.Running}}', container]);
      assert.equal(state.trim(), 'true');
    });
  }
});

async function start(wrong: Case, extra: readonly string[] = []): Promise<string> {
  const name = `${project.name}_bad_${started++}`;
  const given = join(folder, name);
  const words = ['run', '--detach', '--name', name, '--read-only', '--cap-drop', 'ALL', ...extra];
  words.push('--network', `${project.name}_back`);
  for (const [key, value] of Object.entries(wrong.environment ?? {})) {
    words.push('--env', `${key}=${value}`);
  }
  for (const [file, text] of Object.entries(wrong.files ?? {})) {
    await writeFile(`${given}-${file}`, text);
    words.push('--volume', `${given}-${file}:/given/${file}:ro,z`);
  }
  await runEngine(engine, [...words, imageName(wrong.service)]);
  return name;
}

// Lines above the level of a warning; from nginx, all lines.
async function complaintsOf(container: string): Promise<string[]> {
  const { output } = await tryEngine(engine, ['logs', container]);
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.filter((line) => !line.startsWith('{') || /"level":"(error|fatal)"/.test(line));
}
