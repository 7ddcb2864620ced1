import { randomBytes } from 'node:crypto';
import {
  createApiKey,
  migrateRecords,
  type NewApiKey,
  openRecords,
  type Records,
} from '@onsale/records';
import { freePorts } from '../free-port.ts';
import { startPostgres, type TestPostgres } from '../postgres-server.ts';
import type { ServiceProcess } from '../service-process.ts';

type Start = (service: string, environment: Record<string, string>) => Promise<ServiceProcess>;

/** The office, the recorder and the console of a site, on a PostgreSQL of their own. */
export interface OfficeServices {
  /** Where the door serves the console. */
  consoleUrl: string;
  /** What nginx must know. */
  nginxEnvironment: Record<string, string>;
  url: string;
  postgres: TestPostgres;
  db: Records;
  /** An API key with these roles. */
  key(grants: Parameters<typeof createApiKey>[1]['grants']): Promise<NewApiKey>;
  killOffice: () => Promise<void>;
  startOffice: () => Promise<void>;
  stop(): Promise<void>;
}

/** Starts them for the shop at `publicUrl`, with no members yet. */
export async function startOfficeServices(options: {
  start: Start;
  publicUrl: string;
  environment?: Record<string, string>;
}): Promise<OfficeServices> {
  const { start, publicUrl, environment = {} } = options;
  const postgres = await startPostgres();
  const db = openRecords({ url: postgres.url, name: 'test', onError: () => undefined });
  await migrateRecords(db);
  const [consolePort = 0, officePort = 0] = await freePorts(2);
  // By a name: passkeys belong to one.
  const consoleUrl = `http://localhost:${consolePort}`;
  const url = `http://127.0.0.1:${officePort}`;
  const variables = {
    DATABASE_URL: postgres.url,
    PORT: String(officePort),
    OFFICE_TOKEN: randomBytes(32).toString('base64url'),
    OFFICE_SECRET: randomBytes(32).toString('base64url'),
    CONSOLE_URL: consoleUrl,
    PUBLIC_URL: publicUrl,
    ...environment,
  };
  let office: ServiceProcess;
  const startOffice = async () => {
    office = await start('office', variables);
    await office.logged(({ msg }) => msg === 'the office is open');
  };
  await Promise.all([startOffice(), start('recorder', { DATABASE_URL: postgres.url })]);
  return {
    ...{ consoleUrl, url, postgres, db, startOffice },
    key: async (grants) => await createApiKey(db, { name: 'test', createdBy: 'test', grants }),
    nginxEnvironment: { OFFICE_URL: url, CONSOLE_PORT: String(consolePort) },
    killOffice: async () => {
      office.signal('SIGKILL');
      await office.exited;
    },
    stop: async () => {
      await db.destroy();
      await postgres.stop();
    },
  };
}
