import { checkSale, startSystem } from '@onsale/testing';
import { fuzz, type FuzzReport } from './fuzz.ts';

const API_TOKEN = 'fuzz';
/** Without its token, the database API would reject everything. */
const HEADERS: Record<string, Record<string, string>> = {
  'database-api': { authorization: `Bearer ${API_TOKEN}` },
};

/** Fuzzes every service of a fresh system, then audits the books. */
export async function fuzzAll(options: {
  requests: number;
  seed: number;
  say: (line: string) => void;
}): Promise<FuzzReport[]> {
  const system = await startSystem({ capacity: 1_000_000 });
  try {
    const gateway = await system.startGateway();
    await system.startWorker();
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
  }
}
