import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cancelOrder, scanStoredOrders, shardsOf } from '@onsale/ledger';
import { buy, eventually, type RunningService } from '@onsale/testing';
import { buyUntilAnswered } from '../buy-until-answered.ts';
import type { Part } from '../part.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { backUpRedis, restoreRedis } from './backups.ts';
import { checkRecordedSale, judgeSale, readOrderIds } from './judge-records.ts';
import { GALA_TICKETS, startLives } from './order-lives.ts';
import { type AdminAnswer, type RecordedSale, startRecordedSale } from './recorded-sale.ts';

/** What is done about a Redis that was set back. */
const ENDS = ['accept', 'restore', 'right-back'] as const;
type End = (typeof ENDS)[number];

/** Redis is older than what is recorded: it is noticed, whatever it has sold since. */
export const redisSetBack: Scenario = {
  name: 'records-redis-set-back',
  fault: 'Redis is set back, and sells until the recorder looks',
  promise: 'all stops until an admin decides; no ticket is sold twice, nothing is recorded wrong',
  run: async (stage) => {
    const folder = await mkdtemp(join(tmpdir(), 'onsale-backup-'));
    stage.onEnd(() => rm(folder, { recursive: true }));
    const sale = await startRecordedSale(stage, {
      hasWitness: false,
      redisArgs: ['--appendfsync', 'always'],
    });
    const recorder = await sale.prepareRecorder();
    const [gateway] = await Promise.all([
      ...([sale.system.startGateway(), sale.system.startWorker()] as const),
      recorder.restart(),
    ]);
    const times = stage.quick ? 1 : 9;
    const first = stage.random.integer(0, ENDS.length - 1);
    const broken: string[] = [];
    let secondsToNormal = 0;
    for (let turn = 0; turn < times; turn++) {
      const end = ENDS[(first + turn) % ENDS.length] ?? 'restore';
      const scene = { stage, sale, gateway, recorder, folder, end };
      const result = await setBackOnce(scene);
      broken.push(...result.broken.map((sentence) => `${end}: ${sentence}`));
      ({ secondsToNormal } = result);
      stage.say(`${turn + 1} of ${times}: ${end}; ${result.note}`);
    }
    const ids = await readOrderIds(sale.ledger);
    return {
      faults: times,
      check: await checkRecordedSale(sale, ids),
      secondsToNormal,
      broken,
    };
  },
};

interface Scene {
  stage: Stage;
  sale: RecordedSale;
  gateway: RunningService;
  recorder: Part;
  folder: string;
  end: End;
}

async function setBackOnce(scene: Scene) {
  const { stage, sale, gateway, recorder, folder, end } = scene;
  const { system } = sale;
  const { random } = stage;
  const broken: string[] = [];
  const live = async (ms: number) => {
    const lives = startLives(sale.ledger, stage);
    await delay(ms);
    await lives.stop();
  };
  await live(500);
  await sale.untilRecorded();
  const [older, newest] = [join(folder, 'older'), join(folder, 'newest')];
  await backUpRedis(system.redis, older);

  // What Redis will not know of: all tickets of one event, and whatever else happens.
  const soldOnce = await sellAll(gateway.address);
  await live(stage.quick ? 300 : random.integer(100, 3000));
  await sale.untilRecorded();
  await backUpRedis(system.redis, newest);

  const isAway = random.integer(0, 1) === 1;
  if (isAway) await recorder.kill();
  await restoreRedis(system.redis, older);
  // Until somebody looks, it sells what it has sold already.
  const soldSince = isAway ? await sellSome(gateway.address, random.integer(1, GALA_TICKETS)) : 0;
  if (isAway) await recorder.restart();
  await untilRefused(gateway.address);
  const before = await countChanges(sale);
  await delay(300);
  if ((await countChanges(sale)) !== before) broken.push('it is recorded on');
  const told = await sale.admin('records', 'set-back');
  if (!told.text.includes(String(soldOnce))) {
    broken.push(`records set-back does not say what Redis lacks: ${told.text}`);
  }

  const sinceMs = performance.now();
  if (end === 'right-back') await restoreRedis(system.redis, newest);
  else broken.push(...(await decide(sale, { end, soldSince })));
  await untilSelling(gateway.address);
  const secondsToNormal = (performance.now() - sinceMs) / 1000;
  await live(300);
  // Whatever is left of the event: afterwards each ticket is sold, and none twice.
  await sellAll(gateway.address);
  await sale.untilRecorded();
  broken.push(...(await judgeSale(sale)), ...(await sale.verify()));
  const { problems } = await system.auditWhenSettled();
  broken.push(...problems);
  await giveBackAll(sale);
  return {
    broken,
    secondsToNormal,
    note: `${soldOnce} tickets were sold before, ${soldSince} of them once more until it was noticed`,
  };
}

/** What is left where a ticket was sold once more is not put back, but given up on purpose. */
async function decide(
  sale: RecordedSale,
  { end, soldSince }: { end: 'restore' | 'accept'; soldSince: number },
): Promise<string[]> {
  if (end === 'accept')
    return findRefusal(await sale.admin('records', 'set-back', 'accept', '--yes'));
  const restored = await sale.admin('records', 'set-back', 'restore');
  if (soldSince === 0) return findRefusal(restored);
  const givenUp = await sale.admin('records', 'set-back', 'restore', '--give-up');
  const isListed =
    restored.code === 1 &&
    restored.text.includes(`\n${soldSince} order${soldSince === 1 ? '' : 's'} not`);
  return [
    ...(isListed ? [] : [`${soldSince} orders can't be put back, and it said: ${restored.text}`]),
    ...findRefusal(givenUp),
  ];
}

function findRefusal({ code, text }: AdminAnswer): string[] {
  return code === 0 ? [] : [`admin ended with ${code}: ${text}`];
}

const GALA_TICKET = 'gala-seat';
const MOST_BUYERS = 10 * GALA_TICKETS;

/** Buys tickets of the small event until none is left; returns how many that were. */
async function sellAll(address: string): Promise<number> {
  let sold = 0;
  for (let buyer = 0; buyer < MOST_BUYERS; buyer++) {
    const status = await buyOne(address);
    if (status === 409) return sold;
    if (status === 201) sold += 1;
  }
  throw new Error('more tickets were sold than there are');
}

async function sellSome(address: string, count: number): Promise<number> {
  await eventually(
    () => buyOne(address).catch(() => 0),
    (status) => status === 201,
  );
  for (let buyer = 1; buyer < count; buyer++) await buyOne(address);
  return count;
}

// One at a time and each to its end, so that none is sold out unseen.
async function buyOne(address: string): Promise<number> {
  const { status, orderId = '' } = await buy(address, crypto.randomUUID(), GALA_TICKET);
  if (status !== 201) return status;
  await eventually(
    async () => {
      const answer = await fetch(`${address}/v1/orders/${orderId}`);
      return ((await answer.json()) as { status?: string }).status;
    },
    (state) => state === 'confirmed',
  );
  return status;
}

async function untilRefused(address: string): Promise<void> {
  await eventually(
    async () => (await buy(address, crypto.randomUUID()).catch(() => undefined))?.body ?? '',
    (body) => body.includes('DATA_SET_BACK'),
  );
}

async function untilSelling(address: string): Promise<void> {
  await buyUntilAnswered(address, crypto.randomUUID());
}

async function countChanges({ postgres }: RecordedSale): Promise<number> {
  const [row] = await postgres.query<{ count: number }>(
    'select count(*)::int as count from records.changes',
  );
  return row?.count ?? 0;
}

/** So that the next turn has something to sell. */
async function giveBackAll({ ledger }: RecordedSale): Promise<void> {
  for (const shard of shardsOf(ledger)) {
    for await (const page of scanStoredOrders(ledger, shard)) {
      const confirmed = page.filter(({ record }) => /^\["c.*"gala"/.test(record));
      for (const { id } of confirmed) await cancelOrder(ledger, id, { cause: 'end-of-turn' });
    }
  }
}
