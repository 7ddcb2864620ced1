import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';
import { checkInsOperations } from '@onsale/contracts';
import {
  addDevice,
  createApiKey,
  migrateRecords,
  openRecords,
  type Records,
  signInDevice,
} from '@onsale/records';
import {
  checkSale,
  startPostgres,
  startSystem,
  type System,
  type TestPostgres,
} from '@onsale/testing';
import { fuzz, type FuzzReport } from './fuzz.ts';

const API_TOKEN = 'fuzz';
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
/** Without their token, these would reject everything that needs one. */
const TOKENS: Record<string, Record<string, string>> = {
  'database-api': { authorization: `Bearer ${API_TOKEN}` },
  payments: { authorization: `Bearer ${API_TOKEN}` },
};

/** Fuzzes every service of a fresh system, then audits the books. */
export async function fuzzAll(options: {
  requests: number;
  seed: number;
  say: (line: string) => void;
}): Promise<FuzzReport[]> {
  const [system, postgres] = await Promise.all([
    startSystem({ capacity: 1_000_000 }),
    startPostgres(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'onsale-fuzz-'));
  try {
    const gateway = await system.startGateway();
    await system.startWorker();
    // What a random request asks of it must not change how it answers, so it is not fuzzed itself.
    const secrets = { BANK_TOKEN: API_TOKEN, BANK_WEBHOOK_SECRET: WEBHOOK_SECRET };
    const bank = await system.startService('bank', { ...secrets, DATA_DIR: folder });
    const services = [
      gateway,
      await system.startService('database-api', { API_TOKEN }),
      // Loads that a random plan starts must stay small, and end.
      await system.startService('workload-generator', {
        TARGET_API: `${gateway.address}/v1`,
        TARGET_RPS: '50',
        MAX_RPS: '50',
        MAX_DURATION_S: '2',
      }),
      await system.startService('payments', {
        ...{ ...secrets, PAYMENTS_TOKEN: API_TOKEN, BANK_URL: bank.address },
        ...{ PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true', PUBLIC_URL: 'https://shop.example' },
      }),
    ];
    const office = await startOffice(system, postgres);
    services.push(office.service, await startDelivery(system, { postgres, folder }));
    // Until it has seen the event, nobody can be let in to it.
    await system.startService('recorder', { DATABASE_URL: postgres.url });
    const headers: typeof TOKENS = { ...TOKENS, office: office.headers };
    const reports: FuzzReport[] = [];
    for (const service of services) {
      const requests = Math.ceil(options.requests / services.length);
      reports.push(
        await fuzz(service, { ...options, requests, headers: headers[service.service] ?? {} }),
      );
    }
    // With a device's token instead of a member's: without it, nobody gets beyond its routes' front.
    const { signOutDevice: _, ...operations } = checkInsOperations;
    const only = { name: 'devices', operations: Object.values(operations) };
    const requests = Math.ceil(options.requests / services.length);
    const ofDevice = { ...options, requests, only, headers: office.deviceHeaders };
    reports.push(await fuzz(office.service, ofDevice));
    const { problems } = await checkSale(system);
    reports.at(0)?.problems.push(...problems);
    return reports;
  } finally {
    await system.stop();
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}

// An owner may do everything. Without the origin of the console, nobody would sign in.
async function startOffice(system: System, postgres: TestPostgres) {
  const db = openRecords({ url: postgres.url, name: 'fuzz', onError: () => undefined });
  await migrateRecords(db);
  const grants = [{ role: 'owner' as const }];
  const { secret } = await createApiKey(db, { name: 'fuzz', createdBy: 'fuzz', grants });
  const deviceHeaders = { authorization: `Bearer ${await deviceToken(db)}` };
  await db.destroy();
  const consoleUrl = 'http://localhost:8081';
  const service = await system.startService('office', {
    ...{ DATABASE_URL: postgres.url, OFFICE_TOKEN: API_TOKEN, CONSOLE_URL: consoleUrl },
    OFFICE_SECRET: randomBytes(32).toString('base64url'),
  });
  await service.logged(({ msg }) => msg === 'the office is open');
  const headers = { authorization: `Bearer ${secret}`, origin: consoleUrl };
  return { service, headers, deviceHeaders };
}

async function deviceToken(db: Records): Promise<string> {
  const device = { eventId: 'show', entranceId: 'main', createdBy: 'fuzz' };
  const added = await addDevice(db, device);
  if (typeof added === 'string') throw new Error(`no device can be added: ${added}`);
  const signedIn = await signInDevice(db, { typed: added.code });
  if (signedIn === undefined) throw new Error('the device could not sign in');
  return signedIn.token;
}

// Buyers need no token. Its mails are kept, and it calls nobody.
async function startDelivery(
  system: System,
  { postgres, folder }: { postgres: TestPostgres; folder: string },
) {
  const keyFile = join(folder, 'ticket-keys.json');
  await writeKeyFile(keyFile, addKey([]));
  const service = await system.startService('delivery', {
    DATABASE_URL: postgres.url,
    TICKET_KEYS_FILE: keyFile,
  });
  await service.logged(({ msg }) => msg === 'delivery is open');
  return service;
}
