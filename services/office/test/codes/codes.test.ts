import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { codesKey, openLedger } from '@onsale/ledger';
import { type AskOffice, putOnSale, startOffice } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';

const office = await startOffice({ PUBLIC_URL: 'https://shop.example' });
const redis = await connectTo(office.redis.url);
after(async () => {
  await redis.close();
  await office.stop();
});
const CODES = '/v1/events/festival/codes';
const CATALOG = `
events:
  - id: festival
    name: Festival
    venue: Meadow
    startsAt: 2087-07-04T16:00:00Z
    currency: EUR
    tickets:
      - { id: pass, name: Pass, type: standard, price: 100, capacity: 10 }
      - { id: guest, name: Guest, type: standard, price: 0, capacity: 10, hidden: true }
`;
let manager: AskOffice;
let keys = 0;

before(async () => {
  await putOnSale(await openLedger(redis, 1), CATALOG);
  manager = await office.as([{ role: 'manager', eventId: 'festival' }]);
});
beforeEach(async () => {
  await redis.command(codesKey(0, 'festival'), ['DEL', codesKey(0, 'festival')]);
});

const make = async (body: object, key = `key-${keys++}`) =>
  await manager('POST', CODES, body, { 'idempotency-key': key });
const bring = async (csv: string, more: object = {}) =>
  await manager('POST', `${CODES}/import`, { csv, ...more });
const TEN = { unit: 'order', percent: 10 };

test('a code for all is made, found, changed, switched off and removed', async () => {
  const rule = { ...TEN, label: 'Summer', validTo: '2087-01-01T00:00:00+01:00' };
  const made = await make({ rule, codes: ['summer-10'] });
  assert.deepEqual([made.status, made.body], [201, { codes: ['SUMMER-10'], made: 1 }]);
  const { body } = await manager('GET', `${CODES}/Summer-10`);
  assert.deepEqual(body.rule, { ...rule, validTo: '2086-12-31T23:00:00.000Z' });
  assert.deepEqual([body.state, body.used], ['valid', 0]);
  assert.equal(body.url, 'https://shop.example/events/festival?code=SUMMER-10');

  const changed = { rule: { ...TEN, percent: 12.5 }, off: true };
  const off = await manager('PUT', `${CODES}/SUMMER-10`, changed);
  assert.deepEqual([off.status, off.body.state, off.body.rule.percent], [200, 'off', 12.5]);
  assert.equal(off.body.createdAt, body.createdAt);
  const removed = { step: 'remove', codes: ['summer-10'] };
  const gone = await manager('POST', `${CODES}/changes`, removed);
  assert.deepEqual(gone.body, { changed: 1, used: 0 });
  const nothing = await manager('GET', `${CODES}/SUMMER-10`);
  assert.deepEqual([nothing.status, nothing.body.code], [404, 'CODE_NOT_FOUND']);
});

test('what a rule lacks or has too much is said with its place, and nothing is made', async () => {
  const wrong = [
    [{ rule: { unit: 'order' }, codes: ['ABC'] }, 'rule'],
    [{ rule: { ...TEN, amount: 1 }, codes: ['ABC'] }, 'rule.amount'],
    [{ rule: { unit: 'order', amount: 1.234 }, codes: ['ABC'] }, 'rule.amount'],
    [{ rule: { ...TEN, access: ['child'] }, codes: ['ABC'] }, 'rule.access'],
    [{ rule: { ...TEN, label: 'a\u200bb' }, codes: ['ABC'] }, 'rule.label'],
    [{ rule: TEN }, 'codes'],
    [{ rule: TEN, codes: ['ABC'], random: { count: 1 } }, 'codes'],
    [{ rule: TEN, codes: ['A B'] }, 'codes[0]'],
    [{ rule: { ...TEN, percent: 101 }, codes: ['ABC'] }, 'rule.percent'],
    [{ rule: { ...TEN, validFrom: 'soon' }, codes: ['ABC'] }, 'rule.validFrom'],
  ] as const;
  for (const [body, path] of wrong) {
    const answer = await make(body);
    const { status, body: said } = answer;
    assert.deepEqual([status, said.details?.[0]?.path], [400, path], JSON.stringify(said));
  }
  assert.equal((await manager('GET', CODES)).body.total, 0);
});

test('codes that are there are made again only if they do the same', async () => {
  await make({ rule: TEN, codes: ['ABC'] });
  const again = await make({ rule: TEN, codes: ['abc', 'DEF'] });
  assert.deepEqual([again.status, again.body.made], [201, 1]);
  const other = await make({ rule: { ...TEN, percent: 20 }, codes: ['GHI', 'ABC'] });
  assert.deepEqual([other.status, other.body.code], [409, 'CODE_EXISTS']);
  assert.match(other.body.error, /ABC/);
  assert.equal((await manager('GET', CODES)).body.total, 2);
});

test('random codes are made once for a key, and listed by pages and labels', async () => {
  const rule = { unit: 'order', access: ['guest'], uses: 1, label: 'Sponsor' };
  const body = { rule, random: { count: 120, prefix: 'vip-' } };
  const first = await make(body, 'once');
  assert.equal(first.body.codes.length, 120);
  for (const code of first.body.codes) assert.match(code, /^VIP-[2-9A-HJKMNP-TV-Z]{10}$/);
  assert.deepEqual((await make(body, 'once')).body, first.body);
  const rest = await make(body);
  assert.equal(new Set([...first.body.codes, ...rest.body.codes]).size, 240);
  await make({ rule: TEN, codes: ['LAST'] });

  const found: string[] = [];
  let cursor = '';
  for (;;) {
    const page = await manager('GET', `${CODES}?limit=100${cursor}`);
    found.push(...page.body.items.map(({ code }: { code: string }) => code));
    if (page.body.nextCursor === undefined) break;
    cursor = `&cursor=${page.body.nextCursor}`;
  }
  assert.equal(found[0], 'LAST');
  assert.deepEqual([found.length, new Set(found).size], [241, 241]);
  await redis.command(codesKey(0, 'festival'), [
    ...['HINCRBY', codesKey(0, 'festival'), `${found[1]}:used`, '1'],
  ]);
  const { body: used } = await manager('GET', `${CODES}?state=used_up&q=vip`);
  assert.deepEqual([used.total, used.items[0].used], [1, 1]);
  assert.deepEqual(used.labels, [
    { label: '', codes: 1, used: 0 },
    { label: 'Sponsor', codes: 240, used: 1, uses: 240 },
  ]);
  const removed = await manager('POST', `${CODES}/changes`, { step: 'remove', label: 'Sponsor' });
  assert.deepEqual(removed.body, { changed: 239, used: 1 });
  const off = await manager('POST', `${CODES}/changes`, { step: 'switch_off', label: 'Sponsor' });
  assert.deepEqual(off.body, { changed: 1, used: 0 });
});

test('what one use is stays as it is', async () => {
  await make({ rule: TEN, codes: ['ABC'] });
  const body = { rule: { ...TEN, unit: 'ticket' }, off: false };
  const refused = await manager('PUT', `${CODES}/ABC`, body);
  assert.deepEqual([refused.status, refused.body.details[0].path], [400, 'rule.unit']);
});

test('a file is read back as it was written, in both languages and with both separators', async () => {
  await make({ rule: { ...TEN, percent: 12.5, label: '=1+1; "x"' }, codes: ['AAA'] });
  const much = {
    ...{ unit: 'ticket', amount: 7.5, uses: 3, access: ['pass', 'guest'], presale: true },
    ...{ discounted: ['guest'], maxPerOrder: 9, label: 'Größer' },
    ...{ validFrom: '2086-01-01T00:00:00.000Z', validTo: '2086-02-01T00:00:00.000Z' },
  };
  await make({ rule: much, codes: ['-BBB'] });
  await manager('POST', `${CODES}/changes`, { step: 'switch_off', codes: ['-BBB'] });
  const strip = (items: { createdAt?: string; offAt?: string }[]) =>
    items.map((item) => ({ ...item, createdAt: '', offAt: '' }));
  const { body: list } = await manager('GET', CODES);
  for (const query of ['', '?language=de', '?separator=comma', '?separator=comma&language=de']) {
    const { body: csv } = await manager('GET', `${CODES}.csv${query}`);
    const same = await bring(csv);
    const none = { made: 0, changed: 0, unchanged: 2, problems: [] };
    assert.deepEqual(same.body, none, csv);
    const codes = ['AAA', '-BBB'];
    await manager('POST', `${CODES}/changes`, { step: 'remove', codes });
    const { body: result } = await bring(csv);
    assert.deepEqual(result, { ...none, made: 2, unchanged: 0 }, csv);
    const { body: now } = await manager('GET', CODES);
    const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
    assert.deepEqual(strip(now.items.sort(byCode)), strip(list.items.sort(byCode)));
  }
});

test('each bad line is reported with what it says, and all others are taken', async () => {
  await make({ rule: TEN, codes: ['OLD'] });
  const csv = [
    'Code;Percent less;Ticket types it sells;Uses;From',
    'GOOD;10;;5;',
    'OLD;20;;;',
    'A B;10;;;',
    '',
    'GOOD;11;;;',
    'LESS;ten;;;',
    'DATE;10;;;2027-02-30T10:00:00Z',
    'TYPE;;child;;',
    '"OPEN;10;;;',
    'NONE;;;;',
    'MANY;10;;1;;more',
    'FINE;12,5;"pass, guest";;',
    'REAL;10;;-1;',
  ].join('\r\n');
  const { status, body } = await bring(csv);
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual([body.made, body.changed, body.unchanged], [2, 0, 0]);
  const said = body.problems.map(
    ({ line, column = '', message }: { line: number; column?: string; message: string }) =>
      `${line} ${column} ${message}`.slice(0, 60),
  );
  assert.deepEqual(said, [
    '3 Code exists, and does something else',
    '4 Code must be a code of 3 to 32 letters, digits and hyphens',
    '6 Code is in line 2 too',
    '7 Percent less must be a number such as 12 or 12.5, without ',
    '8 From must be a time with a UTC offset, such as 2027-06-18T',
    '9 Ticket types it sells "child" is not a ticket type of this',
    '10  has a quotation mark that is not closed',
    '11  does nothing: it needs access, a percent, an amount or m',
    '12  has 6 cells, but there are 5 headings',
    '14 Uses must be a number such as 12 or 12.5, without signs',
  ]);
  assert.equal(body.problems[1].text, 'A B;10;;;');
  const part = await bring('code;percent\nBAD,;x', { firstLine: 2001 });
  assert.equal(part.body.problems[0].line, 2001);

  const changed = await bring(csv, { replace: true });
  assert.deepEqual([changed.body.changed, changed.body.unchanged], [1, 2]);
  assert.equal((await manager('GET', `${CODES}/OLD`)).body.rule.percent, 20);
});

test('a file without the right headings is refused as a whole', async () => {
  for (const csv of ['Name;Percent\nABC;10', 'Code;Colour\nABC;red', 'Code;code\nABC;ABC', '\n']) {
    const { status, body } = await bring(csv);
    assert.deepEqual([status, body.details[0].path], [400, 'csv'], csv);
  }
});

test('who may only look at the event sees no codes, and nobody those of another event', async () => {
  const viewer = await office.as([{ role: 'viewer', eventId: 'festival' }]);
  for (const path of [CODES, `${CODES}.csv`, `${CODES}/ABC`]) {
    assert.equal((await viewer('GET', path)).status, 403, path);
  }
  assert.equal((await manager('GET', '/v1/events/other/codes')).status, 403);
  const owner = await office.as([{ role: 'owner' }]);
  assert.equal((await owner('GET', '/v1/events/other/codes')).status, 404);
});

test('the activity log says who made which codes, and not all of thousands', async () => {
  const owner = await office.as([{ role: 'owner' }]);
  await make({ rule: TEN, random: { count: 500 } });
  const { body } = await owner('GET', '/v1/activity?limit=1');
  const [entry] = body.items;
  assert.equal(entry.action, 'makeCodes');
  assert.deepEqual([entry.after.codes, entry.after.percent], [500, 10]);
  assert.ok(JSON.stringify(entry).length < 1000);
});
