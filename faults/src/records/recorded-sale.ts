import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  comparePositions,
  type Ledger,
  openLedger,
  readLogEnd,
  registerReader,
  shardsOf,
} from '@onsale/ledger';
import { migrateRecords, openRecords, setUpRoles } from '@onsale/records';
import {
  endWithUs,
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

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CUSTOMER_KEY = 'a key of the test, of 32 characters or more';
export const OFFICE_TOKEN = 'token-of-the-office-of-32-characters';
const OFFICE_SECRET = 'secret-of-the-office-of-32-characters';
const PASSWORDS = {
  RECORDER_DATABASE_PASSWORD: 'password-of-the-recorder',
  OFFICE_DATABASE_PASSWORD: 'password-of-the-office',
  DELIVERY_DATABASE_PASSWORD: 'password-of-delivery',
};
/** Those that log in to PostgreSQL, each with a role of its own. */
type Client = 'recorder' | 'office' | 'delivery';

/** A reader of the order log that never moves, so that every entry stays and can be compared. */
const WITNESS = 'witness';

/** A sale beside a PostgreSQL that learns what happened. */
export interface RecordedSale {
  system: System;
  postgres: TestPostgres;
  ledger: Ledger;
  /** Variables of admin, as the owner of the database. */
  environment: Record<string, string>;
  /** Prepares a recorder, which runs once it is restarted; of another version by its `root`. */
  prepareRecorder(environment?: Record<string, string>, root?: string): Promise<Part>;
  /** The same for the office's API. */
  prepareOffice(environment?: Record<string, string>): Promise<Part>;
  /** The same for delivery. */
  prepareDelivery(environment: Record<string, string>): Promise<Part>;
  /** Makes the schema and the roles of a version. */
  install(root?: string): Promise<AdminAnswer>;
  /** The address of the database for a role, over another connection where one is given. */
  databaseUrl(role: Client, at?: string): string;
  admin(...args: string[]): Promise<AdminAnswer>;
  /** The same as a process, which may be killed. */
  startAdmin(...args: string[]): ChildProcess;
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
    ...options
  }: Partial<SystemOptions> & RecordsOptions & { catalog?: string } = {},
): Promise<RecordedSale> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-recorded-'));
  stage.onEnd(() => rm(folder, { recursive: true }));
  const catalogFile = join(folder, 'catalog.yaml');
  await writeFile(catalogFile, catalog);
  const environment = { CATALOG_FILE: catalogFile, CUSTOMER_KEY, LOG_ORDERS: 'off' };
  const system = stage.startSystem({
    ...{ capacity: 1, shards: LIVES_SHARDS, ...options },
    environment: { ...environment, ...options.environment },
  });
  return await startRecords(stage, system, options);
}

interface RecordsOptions {
  hasWitness?: boolean;
  /** Whether the schema is there from the start. */
  isInstalled?: boolean;
  /** Variables of PostgreSQL. */
  postgresEnvironment?: Readonly<Record<string, string>>;
}

/** Starts a PostgreSQL beside a sale that is there. */
export async function startRecords(
  stage: Stage,
  starting: System | Promise<System>,
  { hasWitness = true, isInstalled = true, postgresEnvironment = {} }: RecordsOptions = {},
): Promise<RecordedSale> {
  const [system, postgres] = await Promise.all([
    starting,
    startPostgres({}, { environment: postgresEnvironment }),
  ]);
  stage.onEnd(() => postgres.stop());
  const ledger = await openLedger(system.connection, system.shards);
  if (hasWitness) await registerReader(ledger, WITNESS);
  const environment = {
    REDIS_URL: system.redis.url,
    SHARDS: String(system.shards),
    DATABASE_URL: postgres.url,
  };
  const databaseUrl: RecordedSale['databaseUrl'] = (role, at) =>
    loginAs(postgres.url, { role, at });
  const prepare = async (service: Client, more: Record<string, string>) => {
    const [port = 0] = await freePorts(1);
    const own = { ...environment, DATABASE_URL: databaseUrl(service) };
    const secrets = service === 'delivery' ? {} : { OFFICE_TOKEN, OFFICE_SECRET };
    return { service, port, environment: { ...own, ...secrets, ...more } };
  };
  const admin = (...args: string[]) => runAdmin(args, environment);
  const startAdmin = (...args: string[]) => {
    const started = spawn(process.execPath, [join(ROOT, 'admin/src/main.ts'), ...args], {
      env: environment,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    endWithUs(started);
    return started;
  };
  const install = (root?: string) =>
    runAdmin(['records', 'install'], { ...environment, ...PASSWORDS }, root);
  if (isInstalled) await installRecords(postgres.url);
  return {
    ...{ system, postgres, ledger, environment, admin, startAdmin, databaseUrl, install },
    prepareRecorder: async (more = {}, root?: string) =>
      preparePart(stage, { ...(await prepare('recorder', more)), root }),
    prepareOffice: async (more = {}) => preparePart(stage, await prepare('office', more)),
    prepareDelivery: async (more) => preparePart(stage, await prepare('delivery', more)),
    untilRecorded: () => untilRecorded(ledger, postgres),
    verify: async () => {
      const { code, text } = await admin('records', 'verify');
      return code === 0 ? [] : [`records verify ended with ${code}: ${text}`];
    },
  };
}

// What `records install` does, without a process for it.
async function installRecords(url: string): Promise<void> {
  const db = openRecords({ url, name: 'onsale-test', onError: () => undefined });
  const passwords = {
    recorder: PASSWORDS.RECORDER_DATABASE_PASSWORD,
    office: PASSWORDS.OFFICE_DATABASE_PASSWORD,
    delivery: PASSWORDS.DELIVERY_DATABASE_PASSWORD,
  };
  await setUpRoles(db, passwords);
  await migrateRecords(db);
  await db.destroy();
}

function loginAs(url: string, { role, at }: { role: Client; at: string | undefined }): string {
  const password = PASSWORDS[`${role.toUpperCase() as Uppercase<Client>}_DATABASE_PASSWORD`];
  const login = url.replace(/\/\/[^@]*@/, `//onsale_${role}:${password}@`);
  return at === undefined ? login : login.replace(/@\/(\w+)\?.*$/, `@${at}/$1`);
}

/** Runs one command of admin to its end. */
async function runAdmin(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  root = ROOT,
): Promise<AdminAnswer> {
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'admin/src/main.ts'), ...args],
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
    shardsOf(ledger).map(async (shard) => [shard, await readLogEnd(ledger, shard)] as const),
  );
  const positions = async () => {
    const rows = await postgres.query<{ shard: number; position: string }>(
      `select shard, position from records.shards where state = 'recording'`,
    );
    return new Map(rows.map(({ shard, position }) => [shard, position]));
  };
  await eventually(
    async () => [...(await positions().catch(() => new Map<number, string>()))],
    (reached) =>
      ends.every(([shard, end]) =>
        reached.some(([of, position]) => of === shard && comparePositions(position, end) >= 0),
      ),
  );
}
