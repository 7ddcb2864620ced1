import { formatMinor, orderHandle, readBooked, tryUnpackPayment } from '@onsale/ledger';
import type { LostOrder, ShardRestoration } from '@onsale/records';
import { type Command, UsageError } from '../command.ts';
import { counted } from '../counted.ts';
import { table } from '../table.ts';

/** Orders that are listed for people; `--json` lists all. */
const MOST_LISTED = 20;

const NOT_SET_BACK = 'Redis was not set back: it has all that is recorded.';

/** Shows what a Redis that was restored from an older backup lacks. */
export const recordsSetBackCommand: Command = {
  usage: 'records set-back [--json]',
  summary:
    'shows what Redis lacks of the records, or has as it was earlier, if it was restored from an older backup',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, openRecords, print }, { options }) {
    const ledger = await openLedger();
    const db = await openRecords();
    const { readSetBackLoss } = await import('@onsale/records');
    const shards = await readSetBackLoss(db, ledger);
    if (options['json'] === true) {
      print(
        JSON.stringify(shards.map(({ shard, orders }) => ({ shard, orders: orders.map(toJson) }))),
      );
      return shards.length === 0 ? 0 : 1;
    }
    if (shards.length === 0) {
      print(NOT_SET_BACK);
      return 0;
    }
    const count = (orders: readonly LostOrder[], is: LostOrder['is']) =>
      orders.filter((order) => order.is === is).length;
    const rows = shards.map(({ shard, orders, same }) => [
      ...[String(shard), count(orders, 'missing'), count(orders, 'older')],
      ...[count(orders, 'moved'), same],
    ]);
    print(table(['shard', 'missing', 'older', 'went another way', 'the same'], rows));
    print('');
    print(list(shards.flatMap(({ orders }) => orders)));
    print('');
    print('records set-back restore puts them back; records set-back accept gives them up.');
    return 1;
  },
};

/** Puts back what a Redis that was set back lacks. */
export const recordsRestoreCommand: Command = {
  usage: 'records set-back restore [--give-up]',
  summary:
    'puts back what Redis lacks of the records, as far as there are tickets; --give-up gives up the rest',
  options: { 'give-up': { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, openRecords, print }, { options }) {
    const ledger = await openLedger();
    const db = await openRecords();
    const { restoreSetBack } = await import('@onsale/records');
    const giveUp = options['give-up'] === true;
    const shards = await restoreSetBack(db, ledger, { giveUp });
    if (shards.length === 0) {
      print(NOT_SET_BACK);
      return 0;
    }
    const restored = shards.reduce((sum, shard) => sum + shard.restored, 0);
    print(`${ordersOf(restored)} put back`);
    const left = shards.flatMap((shard) => shard.left);
    if (left.length > 0) {
      print(`${ordersOf(left.length)} not put back:`);
      for (const order of left) print(`  ${describe(order)}: ${reasonOf(order)}`);
    }
    if (shards.every(({ isDecided }) => isDecided)) {
      print(
        left.length === 0
          ? 'The shop sells again.'
          : 'They are given up, and the shop sells again.',
      );
      return 0;
    }
    print(
      'Nothing is sold until they are put back or given up. Add tickets (stock add) or apply the catalog, then ' +
        'run this again; with --give-up they are given up.',
    );
    return 1;
  },
};

/** Takes a Redis that was set back for right. */
export const recordsAcceptCommand: Command = {
  usage: 'records set-back accept --yes',
  summary:
    'takes Redis as it is, although it lacks orders that are recorded: these are given up for good',
  options: { yes: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, openRecords, print }, { options }) {
    if (options['yes'] !== true) {
      throw new UsageError(
        'this gives up the orders that Redis lacks, paid ones too; records set-back lists them. Add --yes to do so',
      );
    }
    const ledger = await openLedger();
    const db = await openRecords();
    const { acceptSetBack } = await import('@onsale/records');
    const shards = await acceptSetBack(db, ledger);
    if (shards.length === 0) {
      print(NOT_SET_BACK);
      return 0;
    }
    const sum = (count: 'givenUp' | 'replaced') =>
      shards.reduce((all, shard) => all + shard[count], 0);
    print(
      `${ordersOf(sum('givenUp'))} given up, ${ordersOf(sum('replaced'))} recorded as in Redis\nThe shop sells again.`,
    );
    const paid = shards
      .flatMap(({ withPayment }) => withPayment)
      .filter(({ recorded }) => paidWith(recorded.payment) !== '');
    if (paid.length > 0) print('Money arrived for these; look at it at the provider:');
    for (const order of paid) print(`  ${describe(order)}`);
    return 0;
  },
};

const ordersOf = (count: number) => counted(count, 'order');

function list(orders: readonly LostOrder[]): string {
  const lines = orders.slice(0, MOST_LISTED).map((order) => `  ${describe(order)}`);
  const more = orders.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${more} more; --json lists all`] : [])].join('\n');
}

// Without an order's id, because what is shown may end in a log.
function describe({ recorded, there, is }: LostOrder): string {
  const { status, eventId, tickets } = readBooked(recorded.record);
  const wanted = Array.from(tickets, ([ticket, qty]) => `${qty} × ${ticket}`).join(', ');
  const inRedis = statusOf(there.record);
  // What differs may be its payment alone, or its people.
  const now =
    is === 'missing' ? 'missing' : inRedis === status ? DIFFERS[is] : `${inRedis} in Redis`;
  const paid = paidWith(recorded.payment);
  const money = paid === '' ? '' : `, paid with ${paid}`;
  return `order ${orderHandle(recorded.orderId)} of ${eventId} (${wanted}): recorded as ${status}, ${now}${money}`;
}

const DIFFERS = {
  older: 'in Redis as it was earlier',
  moved: 'in Redis it has gone another way',
} satisfies Record<Exclude<LostOrder['is'], 'missing'>, string>;

const statusOf = (record: string | undefined) =>
  record === undefined ? 'missing' : readBooked(record).status;

// What came, and under which id the provider knows it.
function paidWith(payment: string | undefined): string {
  const paid = payment === undefined ? [] : (tryUnpackPayment(payment)?.attempts ?? []);
  return paid
    .flatMap(({ state, paid: amount, paymentId = '' }) =>
      state !== 'paid' || amount === undefined
        ? []
        : [`${formatMinor(amount.amountMinor, amount.currency)} ${paymentId}`.trim()],
    )
    .join(', ');
}

function reasonOf({ because }: ShardRestoration['left'][number]): string {
  if (because === 'moved') return 'it has gone another way in Redis; look at both';
  if (because === 'changed') return 'it is being changed; run this again';
  return 'soldOut' in because
    ? `too few of ${because.soldOut} are left`
    : `${because.noBooks} is not on sale in Redis`;
}

function toJson({ recorded, there, is }: LostOrder) {
  const { orderId, record, payment } = recorded;
  return { orderId, is, recorded: { record, payment }, redis: there };
}
