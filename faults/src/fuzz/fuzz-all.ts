import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInsOperations } from '@onsale/contracts';
import { buy, checkSale, startPostgres, startSystem } from '@onsale/testing';
import { fuzz, type FuzzReport, requestsTo } from './fuzz.ts';
import { fuzzCodes } from './fuzz-codes.ts';
import { publishedOperations } from './published-operations.ts';
import { makeCodes } from './make-codes.ts';
import { messagesTo } from './signed-messages.ts';
import { openLine, takePlace } from './open-line.ts';
import { SECRETS, startDelivery, startOffice } from './start-services.ts';

/** What orders are known by at the bank; nothing is served there. */
const SHOP_URL = 'https://shop.example';
/** What faults of the bank do is what they are for; it is told which by its own tests. */
const CAUSES_FAULTS = ['setFaults', 'chooseFaults'];

type Options = Omit<Parameters<typeof fuzz>[1], 'name' | 'only' | 'headers' | 'secrets'>;
type Interface = [name: string, fuzz: (options: Options) => Promise<FuzzReport>];

/** Fuzzes every interface of a fresh system with so many requests each, then audits the books. */
export async function fuzzAll(
  options: Options & {
    /** Names of interfaces; by default all. */
    interfaces?: readonly string[];
    /** Called with each report as soon as it is there. */
    onReport?: (report: FuzzReport) => void;
  },
): Promise<FuzzReport[]> {
  const [system, postgres] = await Promise.all([
    startSystem({ capacity: 1_000_000, events: 2 }),
    startPostgres(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'onsale-fuzz-'));
  try {
    const admissions = { ADMISSION_KEYS: SECRETS.ADMISSION_KEYS };
    // Its limit of wrong codes is counted, and never reached.
    const gateway = await system.startGateway({
      ...{ ...admissions, RATE_LIMIT_WRONG_CODES: '1000000' },
    });
    await system.startWorker();
    await openLine(system);
    await makeCodes(system);
    const { BANK_TOKEN, BANK_WEBHOOK_SECRET, API_TOKEN, PAYMENTS_TOKEN } = SECRETS;
    const atBank = { BANK_TOKEN, BANK_WEBHOOK_SECRET };
    // What is asked of the one must not change how the other answers payments.
    const [bank, fuzzedBank] = await Promise.all([
      system.startService('bank', { ...atBank, DATA_DIR: join(folder, 'bank') }),
      system.startService('bank', { ...atBank, DATA_DIR: join(folder, 'fuzzed-bank') }),
    ]);
    const [database, generator, payments, room] = await Promise.all([
      system.startService('database-api', { API_TOKEN }),
      // Loads that a random plan starts must stay small, and end.
      system.startService('workload-generator', {
        ...{ TARGET_API: `${gateway.address}/v1`, TARGET_RPS: '50', MAX_RPS: '50' },
        MAX_DURATION_S: '2',
      }),
      system.startService('payments', {
        ...{ ...atBank, PAYMENTS_TOKEN, BANK_URL: bank.address },
        ...{ PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true', PUBLIC_URL: SHOP_URL },
      }),
      system.startService('waiting-room', admissions),
    ]);
    const office = await startOffice(system, postgres);
    const keysFile = join(folder, 'ticket-keys.json');
    const delivery = await startDelivery(system, { postgres, keysFile });
    // Until it has seen the event, nobody can be let in to it.
    await system.startService('recorder', { DATABASE_URL: postgres.url });
    const { orderId = '' } = await buy(gateway.address, 'fuzz');
    const orderUrl = `${SHOP_URL}/orders/${orderId}`;
    const cookie = await takePlace(room.address);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const secrets = [...Object.values(SECRETS), ...secretsIn(await readFile(keysFile, 'utf8'))];
    const ofBank = requestsTo(await publishedOperations(fuzzedBank.address, CAUSES_FAULTS));
    // With a device's token instead of a member's: without it, nobody gets beyond its routes' front.
    const { signOutDevice: _, ...ofDevices } = checkInsOperations;
    const all: Interface[] = [
      ['gateway', (each) => fuzz(gateway, { ...each, secrets })],
      ['waiting-room', (each) => fuzz(room, { ...each, secrets, headers: { cookie } })],
      ['payments', (each) => fuzz(payments, { ...each, secrets, headers: bearer(PAYMENTS_TOKEN) })],
      [
        'webhooks',
        (each) =>
          fuzz(payments, {
            ...{ ...each, secrets, name: 'webhooks' },
            only: messagesTo('bank', { secret: BANK_WEBHOOK_SECRET, orderUrl }),
          }),
      ],
      [
        'bank',
        (each) => fuzz(fuzzedBank, { ...each, secrets, only: ofBank, headers: bearer(BANK_TOKEN) }),
      ],
      ['office', (each) => fuzz(office.service, { ...each, secrets, headers: office.headers })],
      [
        'codes',
        (each) =>
          fuzzCodes(
            { gateway, office: office.service, headers: office.headers },
            { ...each, secrets },
          ),
      ],
      ['strangers', (each) => fuzz(office.service, { ...each, secrets, name: 'strangers' })],
      [
        'devices',
        (each) =>
          fuzz(office.service, {
            ...{ ...each, secrets, name: 'devices', headers: office.deviceHeaders },
            only: requestsTo(Object.values(ofDevices)),
          }),
      ],
      ['delivery', (each) => fuzz(delivery, { ...each, secrets })],
      ['database-api', (each) => fuzz(database, { ...each, secrets, headers: bearer(API_TOKEN) })],
      ['workload-generator', (each) => fuzz(generator, { ...each, secrets })],
    ];
    const { interfaces = all.map(([name]) => name), onReport = () => undefined, ...each } = options;
    const reports: FuzzReport[] = [];
    for (const [name, send] of all) {
      if (!interfaces.includes(name)) continue;
      const report = await send(each);
      reports.push(report);
      onReport(report);
    }
    const { problems } = await checkSale(system);
    reports.at(0)?.problems.push(...problems);
    return reports;
  } finally {
    await system.stop();
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
}

/** Private keys, wherever they stand in a file of keys. */
function secretsIn(text: string): string[] {
  return Array.from(text.matchAll(/"private\w*": *"([^"]{20,})"/gi), ([, secret]) => secret ?? '');
}
