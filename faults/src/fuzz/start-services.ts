import { randomBytes } from 'node:crypto';
import {
  addDevice,
  createApiKey,
  migrateRecords,
  openRecords,
  type Records,
  signInDevice,
} from '@onsale/records';
import type { System, TestPostgres } from '@onsale/testing';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';

const random = () => randomBytes(32).toString('base64url');

/** What the services know, and no answer may have in it. */
export const SECRETS = {
  ...{ API_TOKEN: random(), PAYMENTS_TOKEN: random(), BANK_TOKEN: random() },
  BANK_WEBHOOK_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  ...{ ADMISSION_KEYS: random(), OFFICE_TOKEN: random(), OFFICE_SECRET: random() },
};

// An owner may do everything. Without the origin of the console, nobody would sign in.
export async function startOffice(system: System, postgres: TestPostgres) {
  const db = openRecords({ url: postgres.url, name: 'fuzz', onError: () => undefined });
  await migrateRecords(db);
  const grants = [{ role: 'owner' as const }];
  const { secret } = await createApiKey(db, { name: 'fuzz', createdBy: 'fuzz', grants });
  const deviceHeaders = { authorization: `Bearer ${await deviceToken(db)}` };
  await db.destroy();
  const consoleUrl = 'http://localhost:8081';
  const { OFFICE_TOKEN, OFFICE_SECRET } = SECRETS;
  const service = await system.startService('office', {
    ...{ DATABASE_URL: postgres.url, OFFICE_TOKEN, OFFICE_SECRET, CONSOLE_URL: consoleUrl },
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
export async function startDelivery(
  system: System,
  { postgres, keysFile }: { postgres: TestPostgres; keysFile: string },
) {
  await writeKeyFile(keysFile, addKey([]));
  const service = await system.startService('delivery', {
    DATABASE_URL: postgres.url,
    TICKET_KEYS_FILE: keysFile,
  });
  await service.logged(({ msg }) => msg === 'delivery is open');
  return service;
}
