import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ApiError } from '@onsale/contracts';
import { applyCatalog, codesKey, openLedger } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { connectionOf, installOn, startRedis } from '@onsale/testing';
import { type CommandContext, UsageError } from '../src/command.ts';
import { readArguments } from '../src/read-arguments.ts';

const CATALOG = `events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2087-06-18T16:00:00Z
    currency: EUR
    tickets:
      - { id: adult, name: Adult, type: adult, price: 10.50, capacity: 30 }
      - { id: guest, name: Guest, type: guest, price: 0, capacity: 30, hidden: true }
`;
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const server = await startRedis();
const folder = await mkdtemp(join(tmpdir(), 'onsale-codes-'));
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  await server.command('FLUSHALL');
  const redis = connectionOf(server);
  await installOn(redis);
  await applyCatalog(await openLedger(redis, 1), parseCatalog(CATALOG, 'catalog.yaml'));
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command in this process, as main.ts does. */
async function codes(...args: string[]): Promise<Ended> {
  const given = readArguments(['codes', ...args]);
  assert.ok('command' in given && !('isOffline' in given.command || 'connects' in given.command));
  const texts = { stdout: '', stderr: '' };
  const context: Partial<CommandContext> = {
    ...{ openLedger: () => openLedger(connectionOf(server), 1), publicUrl: 'https://shop.example' },
    signal: new AbortController().signal,
    print: (line) => void (texts.stdout += `${line}\n`),
    write: async (text) => void (texts.stdout += text),
    progress: () => undefined,
    warn: (line) => void (texts.stderr += `${line}\n`),
  };
  try {
    const code = await given.command.run(context as CommandContext, given.call);
    return { code, ...texts };
  } catch (error) {
    assert.ok(error instanceof UsageError || error instanceof ApiError, String(error));
    const stderr = `${texts.stderr}${error.message}\n`;
    return { code: error instanceof UsageError ? 2 : 1, ...texts, stderr };
  }
}

/** Runs it in a process of its own. */
async function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, 'codes', ...args], {
    env: {
      ...{ PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] },
      ...{ REDIS_URL: server.url, CONNECT_TIMEOUT_MS: '10000' },
      PUBLIC_URL: 'https://shop.example',
    },
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}

async function listed(): Promise<{ code: string; state: string; used: number; rule: object }[]> {
  return JSON.parse((await codes('list', 'show', '--json')).stdout) as Awaited<
    ReturnType<typeof listed>
  >;
}

test('the command makes a code and writes it with its link', async () => {
  const made = await run('add', 'show', 'summer-10', '--percent', '10');
  assert.deepEqual([made.code, made.stderr], [0, '1 code made\n']);
  const { code, stdout } = await run('export', 'show', '--comma');
  assert.equal(code, 0);
  assert.match(stdout, /"https:\/\/shop\.example\/events\/show\?code=SUMMER-10"/);
  const other = await run('add', 'show', 'Summer-10', '--percent', '20');
  assert.deepEqual([other.code, other.stderr], [1, 'SUMMER-10: there is such a code already\n']);
  const wrong = await run('add', 'show', 'ABC', '--percent', 'ten');
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^--percent must be a number/);
  assert.match((await run('--help')).stdout, /codes import EVENT FILE/);
});

test('codes are made by name, listed, switched off and on, and removed', async () => {
  const options = ['--percent', '12.5', '--discounted', 'adult', '--uses', '1000'];
  const made = await codes('add', 'show', 'summer-10', 'SUMMER-20', ...options, '--label', 'Sun');
  assert.deepEqual([made.code, made.stderr], [0, '2 codes made\n']);
  const again = await codes('add', 'show', 'SUMMER-10', 'AUTUMN', ...options, '--label', 'Sun');
  assert.deepEqual([again.code, again.stderr], [0, '1 code made; 1 existed\n']);
  const { stdout } = await codes('list', 'show', '--search', 'summer-1');
  assert.equal(stdout.split('\n').length, 3);
  assert.match(stdout, /^SUMMER-10 +valid +0 +1,000 +order +Sun +12.5 % less on adult$/m);

  const off = await codes('switch-off', 'show', '--label', 'Sun');
  assert.deepEqual([off.code, off.stdout], [0, '3 codes switched off\n']);
  assert.equal((await codes('list', 'show', '--state', 'valid')).stdout.split('\n').length, 2);
  assert.equal((await codes('switch-on', 'show', 'autumn')).stdout, '1 code switched on\n');
  await server.command('HINCRBY', codesKey(0, 'show'), 'AUTUMN:used', '1');
  const removed = await codes('remove', 'show', 'autumn', 'summer-10', 'never-was');
  assert.equal(removed.code, 1);
  assert.equal(
    removed.stdout,
    '1 code removed; 1 code kept, because of their uses; 1 did not exist\n',
  );
  assert.deepEqual((await listed()).map(({ code }) => code).toSorted(), ['AUTUMN', 'SUMMER-20']);
});

test('random codes are made until there are as many, however often that is said', async () => {
  const add = async (count: string, percent = '10') =>
    await codes(
      ...['add', 'show', '--random', count, '--prefix', 'vip-', '--label', 'Sponsor'],
      ...['--percent', percent, '--uses', '1'],
    );
  const first = (await add('120')).stdout.trim().split('\n');
  assert.equal(new Set(first).size, 120);
  for (const code of first) assert.match(code, /^VIP-[2-9A-Z]{10}$/);
  const second = await add('120');
  assert.deepEqual([second.stdout, second.stderr], ['', '0 codes made; 120 existed\n']);
  assert.equal((await add('130')).stdout.trim().split('\n').length, 10);
  // Those that do something else are others.
  assert.equal((await add('2', '20')).stdout.trim().split('\n').length, 2);
  assert.equal((await listed()).length, 132);
});

test('what is exported is imported again, in each form', async () => {
  const much = ['--amount', '1.25', '--access', 'guest', '--presale', '--unit', 'ticket'];
  const times = ['--from', '2086-01-01T00:00:00+01:00', '--to', '2086-02-01T00:00:00Z'];
  await codes('add', 'show', 'MUCH', ...much, ...times, '--label', '=1+1; "x"');
  await codes('add', 'show', 'MORE', '--max-per-order', '30');
  await codes('switch-off', 'show', 'MORE');
  const before = (await listed()).map(({ rule, ...rest }) => ({ rule, code: rest.code }));
  for (const form of [[], ['--comma'], ['--german'], ['--comma', '--german']]) {
    const file = join(folder, 'codes.csv');
    const { stdout } = await codes('export', 'show', ...form);
    assert.ok(stdout.includes('https://shop.example/events/show?code=MUCH'));
    await writeFile(file, stdout);
    assert.equal((await codes('import', 'show', file)).stdout, '0 made, 0 changed, 2 unchanged\n');
    await codes('remove', 'show', 'MUCH', 'MORE');
    assert.equal((await codes('import', 'show', file)).stdout, '2 made, 0 changed, 0 unchanged\n');
    const now = await listed();
    assert.equal(now.find(({ code }) => code === 'MORE')?.state, 'off');
    const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
    const rules = now.map(({ rule, code }) => ({ rule, code }));
    assert.deepEqual(rules.toSorted(byCode), before.toSorted(byCode), form.join(' '));
  }
});

test('a large file is imported in parts, and each bad line is named', async () => {
  const lines = Array.from({ length: 3200 }, (_, i) => `CODE-${i};10`);
  lines[2999] = 'A B;ten';
  const file = join(folder, 'large.csv');
  await writeFile(file, ['Code;Percent less', ...lines].join('\r\n'));
  const { code, stdout, stderr } = await codes('import', 'show', file);
  assert.deepEqual([code, stdout], [1, '3199 made, 0 changed, 0 unchanged\n']);
  assert.match(stderr, /^line 3001: Percent less must be a number such as .*: A B;ten$/m);
  const changed = ['Code;Percent less', 'CODE-1;20', 'CODE-2;10'].join('\n');
  await writeFile(file, changed);
  assert.equal((await codes('import', 'show', file)).code, 1);
  const replaced = await codes('import', 'show', file, '--replace');
  assert.deepEqual([replaced.code, replaced.stdout], [0, '0 made, 1 changed, 1 unchanged\n']);
});

test('what is wrong is said by the option, and nothing is made', async () => {
  const file = join(folder, 'wrong.csv');
  await writeFile(file, 'Name;Colour\nABC;red\n');
  const wrong: [string[], RegExp][] = [
    [['add', 'show', 'ABC'], /each code does nothing/],
    [['add', 'show', 'ABC', '--percent', 'ten'], /--percent must be a number/],
    [['add', 'show', 'ABC', '--percent', '101'], /--percent must be above 0/],
    [['add', 'show', 'ABC', '--access', 'child'], /--access "child" is not a ticket type/],
    [['add', 'show', 'ABC', '--max-per-order', '0'], /--max-per-order must be/],
    [
      ['add', 'show', 'ABC', '--percent', '1', '--label', 'x'.repeat(81)],
      /--label has more than 80/,
    ],
    [['add', 'show', 'GOOD', 'A B', '--percent', '1'], /^A B must be a code of 3 to 32/],
    [['add', 'show', 'Ä'.repeat(40), '--percent', '1'], /must be a code of 3 to 32/],
    [['add', 'show', '--percent', '1'], /name the codes, or use --random/],
    [['add', 'show', '--random', '3', '--percent', '1'], /--random needs --label/],
    [['add', 'show', 'ABC', '--prefix', 'a', '--percent', '1'], /--prefix is for --random/],
    [['add', 'none', 'ABC', '--percent', '1'], /there is no event none/],
    [['remove', 'show'], /name the codes, or use --label/],
    [['list', 'show', '--state', 'odd'], /--state must be one of valid/],
    [['import', 'show', join(folder, 'none.csv')], /cannot read/],
    [['import', 'show', file], /wrong.csv must begin with headings/],
  ];
  for (const [args, words] of wrong) {
    const { code, stderr } = await codes(...args);
    assert.deepEqual([code, words.test(stderr)], [2, true], `${args.join(' ')}: ${stderr}`);
  }
  assert.equal((await codes('add', 'show', 'ABC', '--percent', '1')).code, 0);
  const other = await codes('add', 'show', 'DEF', 'abc', '--percent', '2');
  assert.deepEqual([other.code, other.stderr], [1, 'ABC: there is such a code already\n']);
  assert.equal((await codes('switch-off', 'show', 'DEF')).code, 1);
  assert.equal((await listed()).length, 1);
});
