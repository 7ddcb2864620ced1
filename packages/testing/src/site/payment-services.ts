import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePorts } from '../free-port.ts';
import type { ServiceProcess } from '../service-process.ts';

type Start = (service: string, environment: Record<string, string>) => Promise<ServiceProcess>;

/** Payments and the bank, with which the buyers of a site pay. */
export interface PaymentServices {
  /** The interface of the bank, and what opens it. */
  bank: { url: string; token: string };
  /** What nginx must know. */
  nginxEnvironment: Record<string, string>;
  /** What the office must know. */
  officeEnvironment: Record<string, string>;
  /** Ends the bank, as a crash would; `startBank` starts it again with its books. */
  killBank: () => Promise<void>;
  startBank: () => Promise<void>;
  startPayments: () => Promise<void>;
  killPayments: () => Promise<void>;
}

/** Prepares both for the shop at `publicUrl`; nothing is started yet. */
export async function preparePayments(options: {
  start: Start;
  folder: string;
  publicUrl: string;
  environment?: Record<string, string>;
}): Promise<PaymentServices> {
  const { start, folder, publicUrl, environment = {} } = options;
  const [paymentsPort = 0, bankPort = 0] = await freePorts(2);
  const paymentsUrl = `http://127.0.0.1:${paymentsPort}`;
  const bankUrl = `http://127.0.0.1:${bankPort}`;
  const secrets = {
    BANK_TOKEN: randomBytes(24).toString('hex'),
    BANK_WEBHOOK_SECRET: randomBytes(32).toString('base64'),
  };
  // At least 32 characters.
  const token = randomBytes(32).toString('base64url');
  let bank: ServiceProcess | undefined;
  let payments: ServiceProcess | undefined;
  const kill = async (process: ServiceProcess | undefined) => {
    process?.signal('SIGKILL');
    await process?.exited;
  };
  return {
    bank: { url: bankUrl, token: secrets.BANK_TOKEN },
    nginxEnvironment: { PAYMENTS_URL: paymentsUrl, BANK_URL: bankUrl },
    officeEnvironment: { PAYMENTS_URL: paymentsUrl, PAYMENTS_TOKEN: token },
    killBank: () => kill(bank),
    startBank: async () => {
      bank = await start('bank', {
        ...secrets,
        PORT: String(bankPort),
        PUBLIC_URL: `${publicUrl}/bank`,
        WEBHOOK_URL: `${paymentsUrl}/webhooks/bank`,
        DATA_DIR: join(folder, 'bank'),
      });
    },
    startPayments: async () => {
      payments = await start('payments', {
        ...secrets,
        PORT: String(paymentsPort),
        PUBLIC_URL: publicUrl,
        BANK_URL: bankUrl,
        PAYMENT_PROVIDER: 'bank',
        TEST_PAYMENTS: 'true',
        PAYMENTS_TOKEN: token,
        ...environment,
      });
    },
    killPayments: () => kill(payments),
  };
}
