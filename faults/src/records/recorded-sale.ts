import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ledger, openLedger, readLogEnd, registerReader, shardsOf } from '@onsale/ledger';
import {
  eventually,
  freePorts,
  startPostgres,
  type System,
  type SystemOptions,
  type TestPostgres,
} from '@onsale/testing';
import { type Part, preparePart } from '../part.ts';
import type { Stage } from '../scenario.ts';
import { LIVES_SHARDS, livesCatalog } from './order-lives.ts';

const ADMIN = fileURLToPath(new URL('../../../admin/src/main.ts', import.meta.url));
const CUSTOMER_KEY = 'a key of the test, of 32 characters or more';
export const OFFICE_TOKEN = 'token-of-the-office-of-32-characters';
const PASSWORDS = {
  RECORDER_DATABASE_PASSWORD: 'password-of-the-recorder',
  OFFICE_DATABASE_PASSWORD: 'password-of-the-office',
};

/** A reader of the order log that never moves, so that every entry stays and can be compared. */
const WITNESS = 'witness';

/** A sale beside a PostgreSQL that learns what happened. */
export interface RecordedSale {
  system: System;
  postgres: TestPostgres;
  ledger: Ledger;
  /** Variables of every process, and of admin as the owner of the database. */
  environment: Record<string, string>;
  /** Prepares a recorder, which runs once it is restarted. */
  prepareRecorder(environment?: Record<string, string>): Promise<Part>;
  /** The address of the database for a role, over another connection where one is given. */
  databaseUrl(role: 'recorder' | 'office', at?: string): string;
  admin(...args: string[]): Promise<AdminAnswer>;
  /** Waits until everything that is logged is recorded. */
  untilRecorded(): Promise<void>;
  /** The sentences of `records verify`; none when it is clean. */
  verify(): Promise<string[]>;
}

export interface AdminAnswer {
  code: number;
  /** What it wrote to stdout and stderr. */
  text: string;
}

/**
 * Starts Redis and PostgreSQL, and installs both; with the catalog of `livesCatalog`, unless told
 * otherwise. Whoever wants to compare the whole log later asks for a witness.
 */
export async function startRecordedSale(
  stage: Stage,
  {
    catalog = livesCatalog(),
    hasWitness = true,
    isInstalled = true,
    ...options
  }: Partial<SystemOptions> & {
    catalog?: string;
    hasWitness?: boolean;
    isInstalled?: boolean;
  } = {},
): Promise<RecordedSale> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-recorded-'));
  stage.onEnd(() => rm(folder, { recursive: true }));
  const catalogFile = join(folder, 'catalog.yaml');
  await writeFile(catalogFile, catalog);
  const shared = { CATALOG_FILE: catalogFile, CUSTOMER_KEY, LOG_ORDERS: 'off' };
  const [postgres, system] = await Promise.all([
    startPostgres(),
    stage.startSystem({
      ...{ capacity: 1, shards: LIVES_SHARDS, ...options },
      environment: { ...shared, ...options.environment },
    }),
  ]);
  stage.onEnd(() => postgres.stop());
  const ledger = await openLedger(system.connection, system.shards);
  if (hasWitness) await registerReader(ledger, WITNESS);
  const environment = {
    REDIS_URL: system.redis.url,
    SHARDS: String(system.shards),
    ...shared,
    DATABASE_URL: postgres.url,
    OFFICE_TOKEN,
  };
  const databaseUrl: RecordedSale['databaseUrl'] = (role, at) =>
    loginAs(postgres.url, { role, at });
  const admin = (...args: string[]) => runAdmin(args, environment);
  if (isInstalled) {
    const installed = await runAdmin(['records', 'install'], { ...environment, ...PASSWORDS });
    if (installed.code !== 0) throw new Error(installed.text);
  }
  return {
    ...{ system, postgres, ledger, environment, admin, databaseUrl },
    prepareRecorder: async (more = {}) => {
      const [port = 0] = await freePorts(1);
      const own = { DATABASE_URL: databaseUrl('recorder') };
      return preparePart(stage, {
        ...{ service: 'recorder', port },
        environment: { ...environment, ...own, ...more },
      });
    },
    untilRecorded: () => untilRecorded(ledger, postgres),
    verify: async () => {
      const { code, text } = await admin('records', 'verify');
      return code === 0 ? [] : [`records verify ended with ${code}: ${text}`];
    },
  };
}

function loginAs(
  url: string,
  { role, at }: { role: 'recorder' | 'office'; at: string | undefined },
): string {
  const password =
    PASSWORDS[role === 'office' ? 'OFFICE_DATABASE_PASSWORD' : 'RECORDER_DATABASE_PASSWORD'];
  const login = url.replace(/\/\/[^@]*@/, `//onsale_${role}:${password}@`);
  return at === undefined ? login : login.replace(/@\/(\w+)\?.*$/, `@${at}/$1`);
}

/** Runs one command of admin to its end. */
export async function runAdmin(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<AdminAnswer> {
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [ADMIN, ...args],
      { env: { ...environment }, maxBuffer: 2 ** 24 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code ?? 1);
        resolve({ code, text: stdout + stderr });
      },
    );
  });
}

async function untilRecorded(ledger: Ledger, postgres: TestPostgres): Promise<void> {
  const ends = await Promise.all(
    shardsOf(ledger).map(async (shard) => `${shard} ${await readLogEnd(ledger, shard)}`),
  );
  const positions = async () => {
    const rows = await postgres.query<{ line: string }>(
      `select shard || ' ' || position as line from records.shards where state = 'recording'`,
    );
    return rows.map(({ line }) => line);
  };
  await eventually(
    () => positions().catch((): string[] => []),
    (lines) => ends.every((end) => lines.includes(end)),
  );
}
