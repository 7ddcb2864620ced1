import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecords, type Records } from '@onsale/records';
import { freePorts } from '@onsale/testing';
import { addKey, writeKeyFile } from '@onsale/ticket-codes';
import { type BankAccount, openBankAccount } from '../payments/bank-account.ts';
import { SHOP_URL } from '../payments/paying-shop.ts';
import { type Part, preparePart } from '../part.ts';
import { socketOf } from '../records/kill-recorders.ts';
import { type RecordedSale, startRecordedSale } from '../records/recorded-sale.ts';
import type { Stage } from '../scenario.ts';
import type { PartName } from './matrix.ts';
import { type Network, openNetwork } from './network.ts';
import { type Door, prepareDoor } from './part-door.ts';
import { type MailSink, startMailSink } from './mail-sink.ts';

const BANK_TOKEN = 'token-of-the-bank';
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A sale with everything switched on, one process of each service, and a network around each part that is hit. */
export interface WholeSale extends RecordedSale {
  /** Of the shop, as buyers know it. */
  url: string;
  /** Of the office, as phones know it. */
  officeUrl: string;
  networks: Readonly<Record<PartName, Network>>;
  /** The processes that services are; variables that are changed count from their next start on. */
  services: Readonly<Record<Service, { part: Part; environment: Record<string, string> }>>;
  postgresEnvironment: Record<string, string>;
  door: Door;
  mails: MailSink;
  bank: BankAccount;
  bankFolder: string;
  db: Records;
}

const SERVICES = [
  ...(['waiting-room', 'payments', 'bank', 'delivery', 'office', 'recorder'] as const),
] as const;
export type Service = (typeof SERVICES)[number];

/** Starts all of it with a catalog (YAML) on sale. */
export async function startWholeSale(stage: Stage, catalog: string): Promise<WholeSale> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-whole-'));
  stage.onEnd(() => rm(folder, { recursive: true, force: true }));
  const postgresEnvironment: Record<string, string> = {};
  const sale = await startRecordedSale(stage, {
    ...{ catalog, hasWitness: false, shards: 1, postgresEnvironment },
  });
  const networks = openNetworks(stage);
  const [roomPort = 0, paymentsPort = 0, bankPort = 0, doorPort = 0] = await freePorts(4);
  const linkTo = async (by: PartName, target: number | string) =>
    `http://127.0.0.1:${await networks[by].link(target)}`;
  const url = await linkTo('door', doorPort);
  const mails = await startMailSink(stage);
  const databasePort = await networks.postgres.link(socketOf(sale.postgres.url));
  const environments = await makeEnvironments();
  const [recorder, office, delivery] = await Promise.all([
    sale.prepareRecorder(environments.recorder),
    sale.prepareOffice(environments.office),
    sale.prepareDelivery(environments.delivery),
  ]);
  const officeUrl = await linkTo('office', portOf(office.address));
  const part = (service: string, port: number) =>
    preparePart(stage, { service, port, environment: environments[service as Service] });
  const services = {
    'waiting-room': {
      part: part('waiting-room', roomPort),
      environment: environments['waiting-room'],
    },
    payments: { part: part('payments', paymentsPort), environment: environments.payments },
    bank: { part: part('bank', bankPort), environment: environments.bank },
    delivery: { part: delivery, environment: environments.delivery },
    office: { part: office, environment: environments.office },
    recorder: { part: recorder, environment: environments.recorder },
  };
  const fromDoor = async (name: PartName, target: number) =>
    `http://127.0.0.1:${await networks[name].link(target)}`;
  const admissions = { ADMISSION_KEYS: environments['waiting-room']['ADMISSION_KEYS'] ?? '' };
  const trusting = { TRUSTED_PROXIES: '127.0.0.1' };
  const [gateway] = await Promise.all([
    sale.system.startGateway({ ...admissions, ...trusting }),
    sale.system.startWorker(),
    ...Object.values(services).map((each) => each.part.restart()),
  ]);
  const door = await prepareDoor(stage, {
    ...trusting,
    PORT: String(doorPort),
    GATEWAY_URL: gateway.address,
    WAITING_ROOM_URL: await fromDoor('waiting-room', roomPort),
    PAYMENTS_URL: await fromDoor('payments', paymentsPort),
    BANK_URL: await fromDoor('bank', bankPort),
    DELIVERY_URL: await fromDoor('delivery', portOf(delivery.address)),
  });
  const db = openRecords({ url: sale.postgres.url, name: 'faults', onError: () => undefined });
  stage.onEnd(() => db.destroy());
  return {
    ...sale,
    ...{ url, networks, services, postgresEnvironment, door, mails, db },
    officeUrl: await linkTo('phones', portOf(officeUrl)),
    bank: openBankAccount(`http://127.0.0.1:${bankPort}`, BANK_TOKEN),
    bankFolder: join(folder, 'bank'),
  };

  async function makeEnvironments(): Promise<Record<Service, Record<string, string>>> {
    const redis = async (name: Service) => ({
      REDIS_URL: `redis://127.0.0.1:${await networks[name].link(sale.system.redis.url.slice(7))}`,
    });
    const databases = async (name: 'recorder' | 'office' | 'delivery') => ({
      ...(await redis(name)),
      DATABASE_URL: sale.databaseUrl(name, `127.0.0.1:${await networks[name].link(databasePort)}`),
    });
    const keysFile = join(folder, 'ticket-keys.json');
    await writeKeyFile(keysFile, addKey([]));
    await mkdir(join(folder, 'bank'));
    const secrets = { BANK_TOKEN, BANK_WEBHOOK_SECRET: WEBHOOK_SECRET };
    // From payments to the bank, through the networks of both; and back.
    const toBank = await networks.payments.link(await networks.bank.link(bankPort));
    const toPayments = await networks.bank.link(await networks.payments.link(paymentsPort));
    return {
      'waiting-room': {
        ...(await redis('waiting-room')),
        ...{ PUBLIC_URL: url, TRUSTED_PROXIES: '127.0.0.1' },
        ADMISSION_KEYS: randomBytes(24).toString('base64url'),
      },
      payments: {
        ...(await redis('payments')),
        ...secrets,
        ...{ SHARDS: '1', PUBLIC_URL: SHOP_URL, PAYMENT_PROVIDER: 'bank', TEST_PAYMENTS: 'true' },
        ...{ PAYMENT_GIVE_UP_MS: '3000', PAYMENT_SWEEP_MS: '500', PAYMENT_CALLS_PER_S: '200' },
        ...{ BANK_URL: `http://127.0.0.1:${toBank}`, PAYMENTS_TOKEN: 'token-of-the-seller' },
      },
      bank: {
        ...secrets,
        ...{ PUBLIC_URL: `${url}/bank`, DATA_DIR: join(folder, 'bank') },
        WEBHOOK_URL: `http://127.0.0.1:${toPayments}/webhooks/bank`,
      },
      delivery: {
        ...(await databases('delivery')),
        ...{ PUBLIC_URL: url, TICKET_KEYS_FILE: keysFile, MAILS_PER_S: '1000' },
        SMTP_URL: `smtp://127.0.0.1:${await networks.delivery.link(await networks.smtp.link(mails.port))}`,
      },
      office: { ...(await databases('office')), PUBLIC_URL: url },
      recorder: await databases('recorder'),
    };
  }
}

function openNetworks(stage: Stage): Record<PartName, Network> {
  const open = () => {
    const network = openNetwork();
    stage.onEnd(() => network.close());
    return network;
  };
  return {
    ...{ 'waiting-room': open(), payments: open(), bank: open(), delivery: open(), smtp: open() },
    ...{ office: open(), recorder: open(), postgres: open(), door: open(), phones: open() },
  };
}

function portOf(address: string): number {
  return Number(new URL(address).port);
}
