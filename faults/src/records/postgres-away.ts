import { setTimeout as delay } from 'node:timers/promises';
import type { LoadStats } from '@onsale/contracts';
import { catalogOf, type RunningService, startTcpProxy, type TcpProxy } from '@onsale/testing';
import { startLoad, untilLoad } from '../generated-load.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { checkRecordedSale, judgeRecords, readOrderIds } from './judge-records.ts';
import { socketOf } from './kill-recorders.ts';
import { type RecordedSale, startRecordedSale } from './recorded-sale.ts';

/** Nothing sells out. */
const CAPACITY = 10_000_000;
/** What the chances of a busy machine may add to a p99. */
const SLACK_MS = 20;
const SLACK_FACTOR = 1.5;

/** The office side is gone for a minute, and the sale does not notice. */
export const postgresAway: Scenario = {
  name: 'records-postgres-away',
  fault: 'PostgreSQL hangs and then stops, for a minute in all',
  promise: 'buyers are answered as fast as before; the recorder catches up',
  run: async (stage) => {
    const sale = await startRecordedSale(stage, { catalog: catalogOf(CAPACITY), shards: 1 });
    const { system, postgres } = sale;
    const database = await startTcpProxy(socketOf(postgres.url));
    stage.onEnd(() => database.close());
    const url = sale.databaseUrl('recorder', database.url.slice('redis://'.length));
    const recorder = await sale.prepareRecorder({ DATABASE_URL: url });
    const [gateway] = await Promise.all([
      ...([system.startGateway(), system.startWorker()] as const),
      recorder.restart(),
    ]);
    const generator = await system.startService('workload-generator', {
      TARGET_API: `${gateway.address}/v1`,
    });
    const seconds = stage.quick ? 1 : 60;
    const load = { rps: stage.quick ? 50 : 200, durationS: seconds };
    const present = await sell(generator, load, () => delay(0));
    const away = await sell(generator, load, () => beAway(stage, sale, { database, seconds }));
    const sinceMs = performance.now();
    await sale.untilRecorded();
    const secondsToNormal = (performance.now() - sinceMs) / 1000;
    return {
      faults: 1,
      check: await checkRecordedSale(sale, await readOrderIds(sale.ledger)),
      secondsToNormal,
      broken: [
        ...recorder.crashes,
        ...judgeLoad(present, away, stage.quick),
        ...(await judgeRecords(sale)),
        ...(await sale.verify()),
      ],
      note: `p99 ${p99Of(present)} ms with PostgreSQL, ${p99Of(away)} ms without it`,
    };
  },
};

async function sell(
  generator: RunningService,
  load: { rps: number; durationS: number },
  meanwhile: () => Promise<unknown>,
): Promise<LoadStats> {
  await startLoad(generator, load);
  await meanwhile();
  return await untilLoad(generator, ({ state }) => state === 'finished');
}

async function beAway(
  stage: Stage,
  { postgres }: RecordedSale,
  { database, seconds }: { database: TcpProxy; seconds: number },
): Promise<void> {
  stage.say('PostgreSQL hangs');
  database.setCondition('stalled');
  await delay((seconds / 3) * 1000);
  stage.say('PostgreSQL is stopped');
  await postgres.kill('SIGINT');
  await delay((seconds / 2) * 1000);
  database.setCondition('clear');
  await postgres.restart();
  stage.say('PostgreSQL is back');
}

function judgeLoad(present: LoadStats, away: LoadStats, quick: boolean): string[] {
  const broken: string[] = [];
  for (const [when, stats] of Object.entries({ with: present, without: away })) {
    const { statusCodes, errors, dropped, orders } = stats;
    const others = Object.keys(statusCodes).filter((code) => code !== '201');
    if (others.length > 0) broken.push(`${when} PostgreSQL, buyers were answered ${others.join()}`);
    if (Object.keys(errors).length > 0) {
      broken.push(`${when} PostgreSQL, buyers got no answer: ${JSON.stringify(errors)}`);
    }
    if (dropped > 0) broken.push(`${when} PostgreSQL, ${dropped} requests were not sent`);
    if (orders.lost > 0) broken.push(`${when} PostgreSQL, ${orders.lost} orders were lost`);
  }
  // Only the full scenario judges times, because it has the machine to itself.
  if (quick || p99Of(away) <= p99Of(present) * SLACK_FACTOR + SLACK_MS) return broken;
  return [...broken, `p99 was ${p99Of(away)} ms, and ${p99Of(present)} ms with PostgreSQL`];
}

function p99Of({ latency }: LoadStats): number {
  return Math.round(latency.run.p99 ?? Infinity);
}
