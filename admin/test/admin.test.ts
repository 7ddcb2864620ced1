import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  applyCatalog,
  bucketIndexKey,
  claimEntries,
  ensureWorkerGroup,
  finishOrders,
  type Ledger,
  moveToDeadLetters,
  newOrderId,
  openLedger,
  orderAddress,
  orderHandle,
  placeOrders,
  poolsKey,
  readEntries,
  readOrder,
  REHEARSAL_SHARD,
  settleOrders,
  stockKey,
} from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import {
  connectionOf,
  editOrder,
  eventually,
  installOn,
  ORDER_STATE,
  startRedis,
} from '@onsale/testing';

const CATALOG = `events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2087-06-18T16:00:00Z
    currency: USD
    tickets:
      - { id: adult, name: Adult, type: adult, price: 10.50, capacity: 3 }
`;

const server = await startRedis();
const folder = await mkdtemp(join(tmpdir(), 'onsale-admin-'));
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
let ledger: Ledger;
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
  REDIS_URL: server.url,
  CONNECT_TIMEOUT_MS: '10000',
};

beforeEach(async () => {
  await server.command('FLUSHALL');
  const redis = connectionOf(server);
  await installOn(redis);
  ledger = await openLedger(redis, 1);
  await ensureWorkerGroup(redis, 0);
  await applyCatalog(ledger, parseCatalog(CATALOG, 'catalog.yaml'));
});

/** Runs the command to its end. */
async function admin(...args: string[]) {
  return await startAdmin(...args).ended;
}

/** Starts the command in a process of its own. */
function startAdmin(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { env: ENVIRONMENT });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, ...texts }));
  return { child, ended };
}

async function placeOrder(
  qty: number,
  name = 'Ada Lovelace',
  placedAtMs = Date.now(),
  shard = 0,
): Promise<string> {
  const id = newOrderId(shard, placedAtMs);
  const [placement] = await placeOrders(ledger, shard, {
    maxBacklog: 100,
    orders: [
      {
        id,
        eventId: 'show',
        currency: 'USD',
        customer: { name, email: 'ada@example.org' },
        paymentMethod: 'invoice',
        lines: [{ ticketId: 'adult', type: 'adult', qty, unitMinor: 1050 }],
        totalMinor: qty * 1050,
      },
    ],
  });
  assert.equal(placement?.outcome, 'placed');
  return id;
}

const readAll = () => readEntries(ledger.redis, 0, { consumer: 'w', count: 100, blockMs: 1 });
const settleAll = async () => settleOrders(ledger, 0, await readAll());

async function failOrder(): Promise<string> {
  const id = await placeOrder(1);
  for (const entry of await readAll()) {
    await moveToDeadLetters(ledger, 0, { entry, error: 'it broke', deliveries: 5 });
  }
  return id;
}

test('audit passes on sound books; otherwise it exits with 1 and names each wrong ticket', async () => {
  await placeOrder(2);
  await settleAll();
  const sound = await admin('audit');
  assert.equal(sound.code, 0);
  assert.match(sound.stdout, /^adult +3 +2 +2 +0 +1$/m);
  assert.match(sound.stdout, /^1 order: 0 pending, 1 confirmed, 0 rejected; 0 in the streams/m);
  assert.match(sound.stdout, /Nothing is oversold/);

  await server.command('HINCRBY', '{s0}:stock', 'adult:remaining', '1');
  const broken = await admin('audit', '--json');
  assert.equal(broken.code, 1);
  const { problems } = JSON.parse(broken.stdout) as { problems: string[] };
  assert.deepEqual(problems, [
    'ticket adult: remaining 2 + held 0 + sold 2 does not equal its capacity 3',
  ]);
});

test('audit counts orders of every status, and the books of pools', async () => {
  const id = await placeOrder(1);
  await settleAll();
  const refund = { orderId: id, step: 'refund', cause: 're_1' } as const;
  assert.deepEqual(await finishOrders(ledger, 0, [refund]), ['done']);
  const books = ['capacity', '9', 'remaining', '9', 'held', '0', 'sold', '0'];
  const fields = books.map((text, i) => (i % 2 === 0 ? `show/room:${text}` : text));
  await server.command('HSET', poolsKey(0), ...fields);
  const { stdout } = await admin('audit');
  assert.match(stdout, /^1 order: 0 pending, 0 confirmed, 0 rejected, 1 refunded; /m);
  assert.match(stdout, /^pool show\/room +9 +0 +0 +9$/m);
});

test('audit names an order that would never be settled', async () => {
  const id = await placeOrder(1);
  await server.command('XTRIM', '{s0}:order-stream', 'MAXLEN', '0');
  const { code, stdout } = await admin('audit');
  assert.equal(code, 1);
  assert.match(
    stdout,
    new RegExp(`order ${orderHandle(id)} is pending, but no stream entry points to it`),
  );

  assert.match(
    (await admin('stream', 'repair')).stdout,
    new RegExp(`^${orderHandle(id)} is queued again`),
  );
  assert.equal((await admin('stream', 'repair')).stdout, 'No order was lost.\n');
  assert.deepEqual(await settleAll(), ['confirmed']);
});

test('catalog apply puts a file into force once, and refuses an impossible one', async () => {
  const file = join(folder, 'catalog.yaml');
  await writeFile(file, CATALOG.replace('y: 3', 'y: 5'));
  const dry = await admin('catalog', 'apply', file, '--dry-run');
  assert.deepEqual([dry.code, dry.stdout], [0, `${CHANGED}Nothing was written.\n`]);
  assert.equal(await server.command('HGET', '{s0}:stock', 'adult:remaining'), '3');
  const first = await admin('catalog', 'apply', file);
  assert.deepEqual([first.code, first.stdout], [0, 'show is changed\n']);
  const second = await admin('catalog', 'apply', file);
  assert.deepEqual([second.code, second.stdout], [0, 'show is as in the file\n']);
  assert.equal(await server.command('HGET', '{s0}:stock', 'adult:remaining'), '5');

  await placeOrder(4);
  await settleAll();
  await writeFile(file, CATALOG.replace('y: 3', 'y: 2'));
  const refused = await admin('catalog', 'apply', file);
  assert.deepEqual([refused.code, refused.stdout], [1, 'show was refused\n']);
  assert.equal(refused.stderr, 'ticket adult: capacity 2 is below the 4 already sold or held\n');
  assert.equal((await admin('catalog', 'apply', join(folder, 'none.yaml'))).code, 2);
});

const CHANGED = 'show is changed\n  tickets[adult].capacity: 3 -> 5\n';

test('a catalog file and changes by hand do not undo each other silently', async () => {
  const file = join(folder, 'catalog.yaml');
  await writeFile(file, CATALOG);
  assert.equal((await admin('stock', 'add', 'adult', '7', '--from', '3')).code, 0);
  const left = await admin('catalog', 'apply', file);
  assert.equal(left.code, 1);
  assert.match(left.stdout, /^show was changed elsewhere since and is left alone; --force/);
  assert.equal(await server.command('HGET', '{s0}:stock', 'adult:capacity'), '10');
  const diff = await admin('catalog', 'diff', file);
  assert.equal(diff.code, 1);
  assert.match(diff.stdout, /^ {2}tickets\[adult\]\.capacity: 10 -> 3$/m);
  const forced = await admin('catalog', 'apply', file, '--force');
  assert.deepEqual([forced.code, forced.stdout], [0, 'show is changed\n']);
  assert.equal(await server.command('HGET', '{s0}:stock', 'adult:capacity'), '3');

  await writeFile(file, CATALOG.replaceAll('show', 'gala').replace('id: adult', 'id: gala'));
  const other = await admin('catalog', 'apply', file);
  assert.deepEqual(other.stdout.split('\n'), [
    'gala is new, and on sale',
    'show is not in the file and goes on as it is',
    '',
  ]);
});

test('catalog show writes a file that changes nothing', async () => {
  const shown = await admin('catalog', 'show');
  assert.match(shown.stdout, /price: 10\.50$/m);
  const file = join(folder, 'shown.yaml');
  await writeFile(file, shown.stdout);
  assert.equal((await admin('catalog', 'apply', file)).stdout, 'show is as in the file\n');
  assert.deepEqual(await admin('catalog', 'diff', file), {
    ...{ code: 0, stdout: 'show is as in the file\n', stderr: '' },
  });
  const json = await admin('catalog', 'show', 'show', '--json');
  await writeFile(file, json.stdout);
  assert.equal((await admin('catalog', 'apply', file)).stdout, 'show is as in the file\n');
  assert.equal((await admin('catalog', 'show', 'nothing')).code, 2);
});

test('catalog validate names every problem of a file, without a Redis', async () => {
  const file = join(folder, 'catalog.yaml');
  await writeFile(file, CATALOG);
  const valid = await admin('catalog', 'validate', file);
  assert.deepEqual([valid.code, valid.stdout], [0, `${file} is valid: 1 events, 1 ticket types\n`]);
  const late = CATALOG.replace('currency: USD', 'currency: USD\n    timeZone: Moon/Base');
  await writeFile(file, late.replace('10.50', '-1'));
  const wrong = await admin('catalog', 'validate', file);
  assert.equal(wrong.code, 1);
  assert.deepEqual(wrong.stderr.trim().split('\n'), [
    `${file}:9: events[0].tickets[0].price must not be negative, but is -1`,
    `${file}:7: events[0].timeZone "Moon/Base" is not an IANA time zone such as Europe/Berlin or UTC`,
  ]);
});

test('an event goes through its life one step at a time', async () => {
  const said = async (...args: string[]) => {
    const { code, stdout, stderr } = await admin('event', ...args);
    return [code, (stdout || stderr).trim().split('\n')[0]];
  };
  assert.deepEqual(await said('pause', 'show'), [0, 'event show is paused, revision 2']);
  assert.deepEqual(await said('pause', 'show'), [0, 'event show is paused already, revision 2']);
  assert.deepEqual(
    await said('resume', 'show', '--revision', '1'),
    [
      ...[
        1,
        'event show has revision 2, not 1: somebody else has changed it; look at it and make the',
      ],
    ].map((text) => (typeof text === 'string' ? `${text} change again` : text)),
  );
  assert.deepEqual(await said('publish', 'show'), [
    ...[1, 'event show is paused; publish needs one that is draft'],
  ]);
  assert.deepEqual(await said('close', 'show', '--revision', '2'), [
    ...[0, 'event show is closed, revision 3'],
  ]);
  assert.deepEqual(await said('reopen', 'nothing'), [1, 'there is no event nothing']);
  assert.equal((await said('reopen', 'show', '--revision', 'x'))[0], 2);
  const list = await admin('event', 'list');
  assert.match(list.stdout, /^show +closed +3 +2087-06-18T16:00:00Z/m);
});

test('event put creates a draft, and changes it only from the revision it was made from', async () => {
  const shown = await admin('event', 'show', 'show');
  assert.match(shown.stdout, /^# on_sale, revision 1, changed 20/);
  assert.match(shown.stdout, /^# adult +3 +3 +0 +0$/m);
  const file = join(folder, 'event.yaml');
  await writeFile(file, shown.stdout.replace('name: Show', 'name: Gala'));
  const blind = await admin('event', 'put', file);
  assert.equal(blind.code, 1);
  assert.match(blind.stderr, /event show exists already; to change it, add --revision 1/);
  const put = await admin('event', 'put', file, '--revision', '1');
  assert.deepEqual([put.code, put.stdout], [0, 'event show is on_sale, revision 2\n']);
  const late = await admin('event', 'put', file, '--revision', '1');
  assert.equal(late.code, 1);
  assert.match(late.stderr, /has revision 2, not 1/);

  const renamed = shown.stdout.replace('id: show', 'id: gala').replace('id: adult', 'id: gala');
  await writeFile(file, renamed);
  const draft = await admin('event', 'put', file);
  assert.match(
    draft.stdout,
    /^event gala is draft, revision 1; event publish gala puts it on sale/,
  );
  assert.equal((await admin('event', 'publish', 'gala')).code, 0);
  await writeFile(file, renamed.replace('capacity: 3', 'capacity: -3'));
  const wrong = await admin('event', 'put', file, '--revision', '2');
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /tickets\[0\]\.capacity must be >= 0/);
});

test('seller apply replaces the settings, shows what changes, and seller show writes them', async () => {
  const nothing = await admin('seller', 'show');
  assert.deepEqual([nothing.code, nothing.stdout], [1, '']);
  const file = join(folder, 'seller.yaml');
  await writeFile(file, 'name: Shop\nterms: { version: v1, text: Be kind. }\n');
  assert.match(
    (await admin('seller', 'apply', file)).stdout,
    /name: \(none\) -> "Shop"[^]*revision 1/,
  );
  const shown = await admin('seller', 'show');
  assert.match(shown.stdout, /^# revision 1, changed .*\nname: Shop\nterms:\n {2}version: v1\n/);
  const again = join(folder, 'again.yaml');
  await writeFile(again, shown.stdout);
  assert.match((await admin('seller', 'apply', again)).stdout, /is as in the file, revision 1/);
  await writeFile(file, 'name: Other\n');
  const dry = await admin('seller', 'apply', file, '--dry-run');
  assert.match(
    dry.stdout,
    /name: "Shop" -> "Other"\n.*terms.version: "v1" -> \(none\)[^]*Nothing was/,
  );
  assert.equal((await admin('seller', 'apply', file, '--revision', '7')).code, 1);
  assert.match((await admin('seller', 'apply', file, '--revision', '1')).stdout, /revision 2/);
  const wrong = join(folder, 'wrong.yaml');
  await writeFile(wrong, 'name: Other\nwebsite: ftp://shop\n');
  const refused = await admin('seller', 'apply', wrong);
  assert.match(refused.stderr, /wrong.yaml:2: website must be an https URL/);
  assert.notEqual(refused.code, 0);
});

test('orders export writes every order of an event as CSV or as JSON lines', async () => {
  const first = await placeOrder(2, '=1+1, "Ada"');
  await settleAll();
  const second = await placeOrder(1);
  const csv = await admin('orders', 'export', '--csv');
  assert.equal(csv.code, 0);
  const [head, ...rows] = csv.stdout.trimEnd().split('\n');
  assert.equal(head?.split(',')[0], 'orderId');
  const row = rows.find((line) => line.startsWith(first)) ?? '';
  assert.match(
    row,
    /,show,confirmed,,.*,"'=1\+1, ""Ada""",ada@example\.org,invoice,2 x adult,21\.00,USD$/,
  );
  assert.equal(rows.length, 2);

  const json = await admin('orders', 'export', '--json', '--event', 'show');
  const orders = json.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { orderId: string; status: string });
  assert.deepEqual(orders.map((order) => order.orderId).sort(), [first, second].sort());
  assert.equal(orders.find((order) => order.orderId === second)?.status, 'pending');
  assert.equal((await admin('orders', 'export', '--json', '--event', 'other')).stdout, '');
  assert.equal((await admin('orders', 'export')).code, 2);
});

test('an export says which orders it leaves out, and fails', async () => {
  const [broken, sound] = [await placeOrder(1), await placeOrder(1)];
  await server.command('HSET', ...orderAddress(0, broken), 'garbage');
  const { code, stdout, stderr } = await admin('orders', 'export', '--json');
  assert.equal(code, 1);
  assert.match(stdout, new RegExp(`^.*${sound}.*\n$`));
  assert.equal(stderr, `order ${orderHandle(broken)} is unreadable and was skipped\n`);
});

test('orders find leads from the handle of an order to its id', async () => {
  const ids = [await placeOrder(1), await placeOrder(1)];
  for (const id of ids) {
    const { code, stdout } = await admin('orders', 'find', orderHandle(id));
    assert.deepEqual([code, stdout], [0, `${id}\n`]);
  }
  const unknown = `${ids[0]?.slice(0, 12)}-000000`;
  const missing = await admin('orders', 'find', unknown);
  assert.deepEqual([missing.code, missing.stdout], [1, '']);
  assert.equal(missing.stderr, `there is no order ${unknown}\n`);
  for (const wrong of ['x', ids[0] ?? '', `${ids[0]?.slice(0, 10)}zy-123456`]) {
    const refused = await admin('orders', 'find', wrong);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, / is not the handle of an order/);
  }
  assert.equal((await admin('orders', 'find')).code, 2);
});

test('no command but those for it prints what opens an order', async () => {
  const id = await failOrder();
  const lost = await placeOrder(1);
  await server.command('HSET', ...orderAddress(0, id), 'garbage');
  await server.command('XTRIM', '{s0}:order-stream', 'MAXLEN', '0');
  for (const words of [
    'audit',
    'audit --json',
    'dead-letters list',
    'stream info',
    'stream repair',
  ]) {
    const { stdout, stderr } = await admin(...words.split(' '));
    for (const opens of [id, lost]) assert.ok(!`${stdout}${stderr}`.includes(opens), words);
  }
  assert.match((await admin('dead-letters', 'list', '--json')).stdout, new RegExp(id));
});

test('an export that cannot be written fails with a message', async () => {
  await placeOrder(1);
  for (const format of ['--csv', '--json']) {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [MAIN, 'orders', 'export', format], {
      env: ENVIRONMENT,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(code, 1, format);
    assert.match(said, /^cannot write the output: ENOSPC/);
  }
});

test('no cell of an export starts a formula, whatever the list separator', async () => {
  const names = ['=1+1', 'a;=1+1', 'a|@SUM(1)', 'a:-1', '"+1', 'a;"=1', 'a, =1', 'plain; name'];
  for (const name of names) await placeOrder(1, name);
  const { stdout } = await admin('orders', 'export', '--csv');
  for (const separator of [',', ';', '|', ':', '\t']) {
    for (const line of stdout.split('\n')) {
      // As a spreadsheet that splits cells at this separator, quoted or not.
      for (const cell of line.split(separator)) assert.doesNotMatch(cell, /^[\s"]*[=+@-]/, line);
    }
  }
  assert.match(stdout, /,a;'=1\+1,/);
  assert.match(stdout, /,plain; name,/);
});

test('an error reply of Redis is reported as a sentence', async () => {
  await server.command('ACL', 'SETUSER', 'blind', 'on', '>secret', '~*', '+@all', '-zrange');
  const blind = { REDIS_USERNAME: 'blind', REDIS_PASSWORD: 'secret' };
  const child = spawn(process.execPath, [MAIN, 'audit'], {
    env: { ...ENVIRONMENT, ...blind },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 1);
  assert.match(said, /^cannot use Redis: NOPERM .*\n$/);
});

test('stream repair returns stranded entries to the workers', async () => {
  const id = await placeOrder(1);
  await readAll();
  await server.command('XGROUP', 'DELCONSUMER', '{s0}:order-stream', 'workers', 'w');
  const found = await admin('audit');
  assert.equal(found.code, 1);
  assert.match(
    found.stdout,
    new RegExp(`order ${orderHandle(id)} was delivered, but no worker has it`),
  );
  const repaired = await admin('stream', 'repair');
  assert.equal(
    repaired.stdout,
    `${orderHandle(id)} was returned to the workers\nOrders queued again: 1.\n`,
  );
  assert.equal((await admin('stream', 'repair')).stdout, 'No order was lost.\n');
  const claim = { consumer: 'w2', minIdleMs: 60_000, count: 10, start: '-' };
  const { entries } = await claimEntries(ledger.redis, 0, claim);
  assert.deepEqual(await settleOrders(ledger, 0, entries), ['confirmed']);
  assert.equal((await admin('audit')).code, 0);
});

test('a dead letter is listed with its reason, replayed once, and its order is settled', async () => {
  const id = await failOrder();
  const list = await admin('dead-letters', 'list');
  assert.match(list.stdout, new RegExp(`${orderHandle(id)} +5 +it broke$`, 'm'));
  const [letter = ''] = /s0\/\d+-\d+/.exec(list.stdout) ?? [];

  const replay = await admin('dead-letters', 'replay', letter);
  assert.deepEqual([replay.code, replay.stdout], [0, `${letter} is queued again\n`]);
  const again = await admin('dead-letters', 'replay', letter);
  assert.equal(again.code, 0);
  assert.match(again.stdout, /does not exist/);
  assert.deepEqual(await settleAll(), ['confirmed']);
  assert.equal((await readOrder(ledger, id))?.status, 'confirmed');
  assert.equal((await admin('audit')).code, 0);
});

test('a dropped dead letter is gone and its order stays rejected', async () => {
  const id = await failOrder();
  assert.match((await admin('dead-letters', 'drop', '--all')).stdout, /was dropped/);
  assert.match((await admin('dead-letters', 'list')).stdout, /no dead letters/);
  assert.equal((await readOrder(ledger, id))?.status, 'rejected');
  assert.equal((await admin('dead-letters', 'drop')).code, 2);
  assert.equal((await admin('dead-letters', 'replay', 'x')).code, 2);
});

test('orders anonymize removes the customer from old settled orders, once', async () => {
  const twoDaysAgo = Date.now() - 2 * 86_400_000;
  const old = await placeOrder(1, 'Ada', twoDaysAgo);
  const young = await placeOrder(1, 'Ada');
  await settleAll();
  const newer = await placeOrder(1, 'Ada', twoDaysAgo);
  await editOrder(server, newer, { place: ORDER_STATE, text: 'z1780833652281' });
  const pending = await placeOrder(1, 'Ada', twoDaysAgo);
  const first = await admin('orders', 'anonymize', '--days', '1');
  assert.deepEqual([first.code, first.stdout], [0, '1 orders older than 1 days were anonymized\n']);
  assert.match((await admin('orders', 'anonymize', '--days', '1')).stdout, /^0 orders/);
  const order = await readOrder(ledger, old);
  assert.deepEqual(order?.customer, { name: '(removed)', email: '(removed)' });
  assert.equal(order?.paymentMethod, '(removed)');
  for (const id of [young, pending, newer]) {
    assert.equal((await readOrder(ledger, id))?.customer.name, 'Ada');
  }
  assert.equal((await admin('audit')).code, 0);
  assert.equal((await admin('orders', 'anonymize')).code, 2);
});

test('stream info shows the backlog and the consumers', async () => {
  await placeOrder(1);
  await placeOrder(1);
  await readEntries(ledger.redis, 0, { consumer: 'w', count: 1, blockMs: 1 });
  const { code, stdout } = await admin('stream', 'info', '--json');
  assert.equal(code, 0);
  const [stream] = JSON.parse(stdout) as [
    { waiting: number; pending: number; consumers: { name: string }[] },
  ];
  assert.deepEqual([stream.waiting, stream.pending], [2, 1]);
  assert.deepEqual(
    stream.consumers.map(({ name }) => name),
    ['w'],
  );
});

test('stock add raises a capacity once, however often it is run', async () => {
  const asked = await admin('stock', 'add', 'adult', '7');
  assert.equal(asked.code, 2);
  assert.match(asked.stderr, /stock add adult 7 --from 3/);
  assert.equal((await admin('stock', 'add', 'adult', '7', '--from', '3')).code, 0);
  const second = await admin('stock', 'add', 'adult', '7', '--from', '3');
  assert.deepEqual([second.code, second.stdout.includes('already')], [0, true]);
  assert.equal((await admin('stock', 'add', 'adult', '7', '--from', '4')).code, 1);
  assert.equal(await server.command('HGET', '{s0}:stock', 'adult:capacity'), '10');
  assert.equal(await server.command('HGET', '{s0}:stock', 'adult:remaining'), '10');
  assert.equal((await admin('stock', 'add', 'child', '7', '--from', '3')).code, 2);
  assert.equal((await admin('stock', 'add', 'adult', '-7', '--from', '3')).code, 2);
});

test('a command on an empty Redis says so and creates nothing', async () => {
  await server.command('FLUSHALL');
  const { code, stderr } = await admin('audit');
  assert.equal(code, 1);
  assert.match(stderr, /holds no Onsale data/);
  assert.equal(await server.command('DBSIZE'), 0);
});

test('an unknown command is refused with the list of commands', async () => {
  const { code, stderr } = await admin('order', 'delete');
  assert.equal(code, 2);
  assert.match(stderr, /order delete is not a command; the commands are audit, archive check/);
  const known = await admin('stream');
  assert.match(
    known.stderr,
    /^stream is not a command; .* of stream are stream info, stream repair$/m,
  );
  assert.match((await admin('--help')).stdout, /dead-letters replay/);
});

test('help is about one kind of commands where it is named', async () => {
  for (const args of [
    ['help', 'records'],
    ['records', 'verify', '--help'],
  ]) {
    const { stdout } = await admin(...args);
    assert.match(stdout, /records install\n[^]*records set-back/);
    assert.doesNotMatch(stdout, /dead-letters replay/);
  }
});

test('an interrupted long command ends at once, without partial output', async () => {
  await server.command(
    'EVAL',
    'for i = 1, 100000 do redis.call(\'HSET\', KEYS[1], i, \'["p",""]\') end ' +
      "redis.call('ZADD', KEYS[2], 0, KEYS[1])",
    '2',
    orderAddress(0, '0'.repeat(28))[0],
    bucketIndexKey(0),
  );
  const { child, ended } = startAdmin('audit');
  await eventually(
    async () => String(await server.command('CLIENT', 'LIST')),
    (clients) => /name=admin .*cmd=(scan|hscan)/.test(clients),
  );
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  assert.deepEqual([code, stdout, stderr], [130, '', 'interrupted\n']);
});

test('the audit names Redis settings that can lose orders', async (t) => {
  t.after(() => server.command('CONFIG', 'SET', 'maxmemory-policy', 'noeviction'));
  await server.command('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
  const { code, stdout } = await admin('audit');
  assert.equal(code, 1);
  assert.match(stdout, /maxmemory-policy is allkeys-lru but must be noeviction/);
});

test('data install creates a shop once, and never in place of a lost one', async () => {
  await server.command('FLUSHALL');
  await server.command('FUNCTION', 'FLUSH');
  const first = await admin('data', 'install');
  assert.deepEqual([first.code, first.stderr], [0, '']);
  assert.match(first.stdout, /Created the data of a new shop with SHARDS=1/);
  assert.match(
    (await admin('data', 'install')).stdout,
    /data of the shop already exists .*\nLoaded 0 f/,
  );
  await server.command('FLUSHALL');
  const refused = await admin('data', 'install');
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /a shop was installed here before: .*--after-loss/);
  assert.equal(await server.command('DBSIZE'), 0);
  assert.match((await admin('data', 'install', '--after-loss')).stdout, /Created the data/);
  assert.match((await admin('data', 'install', '--prune')).stdout, /Removed 0 functions/);
});

test('rehearsal reset asks first, then deletes what was ordered in rehearsals', async () => {
  const id = await placeOrder(1);
  const shard = REHEARSAL_SHARD;
  const books = [
    'adult:capacity',
    '9',
    'adult:remaining',
    '9',
    'adult:held',
    '0',
    'adult:sold',
    '0',
  ];
  await server.command('HSET', stockKey(shard), ...books);
  const rehearsed = await placeOrder(1, 'Ada', Date.now(), shard);
  const asked = await admin('rehearsal', 'reset');
  assert.equal(asked.code, 1);
  assert.match(asked.stderr, /^1 orders have been placed in rehearsals; --yes deletes all of them/);
  assert.notEqual(await readOrder(ledger, rehearsed), undefined);
  const { code, stdout } = await admin('rehearsal', 'reset', '--yes');
  assert.equal(code, 0);
  assert.match(stdout, /^Orders of rehearsals deleted: 1\./);
  assert.equal(await readOrder(ledger, rehearsed), undefined);
  assert.notEqual(await readOrder(ledger, id), undefined);
});
