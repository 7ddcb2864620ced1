import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkSale, startSystem } from '@onsale/testing';
import { fuzz, type FuzzReport } from './fuzz.ts';

const API_TOKEN = 'fuzz';
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
/** Without their token, these would reject everything that needs one. */
const HEADERS: Record<string, Record<string, string>> = {
  'database-api': { authorization: `Bearer ${API_TOKEN}` },
  payments: { authorization: `Bearer ${API_TOKEN}` },
};

/** Fuzzes every service of a fresh system, then audits the books. */
export async function fuzzAll(options: {
  requests: number;
  seed: number;
  say: (line: string) => void;
}): Promise<FuzzReport[]> {
  const system = await startSystem({ capacity: 1_000_000 });
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
    const reports: FuzzReport[] = [];
    for (const service of services) {
      const requests = Math.ceil(options.requests / services.length);
      reports.push(
        await fuzz(service, { ...options, requests, headers: HEADERS[service.service] ?? {} }),
      );
    }
    const { problems } = await checkSale(system);
    reports.at(0)?.problems.push(...problems);
    return reports;
  } finally {
    await system.stop();
    await rm(folder, { recursive: true });
  }
}
