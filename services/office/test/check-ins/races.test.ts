import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MOST_SCANS, type Scan, type ScanAnswer } from '@onsale/contracts';
import { eventually, startEntrance, startService, type TestDevice } from '@onsale/testing';
import { sql } from 'kysely';

const entrance = await startEntrance();
const { office, eventId } = entrance;
const startOther = () =>
  startService('office', {
    ...office.stores,
    ...{ OFFICE_TOKEN: 'token-of-the-office', OFFICE_SECRET: 'a'.repeat(43) },
  });
const other = startOther();
after(async () => {
  await other.stop();
  await entrance.stop();
});
const urls = [office.url, await other.ready()] as const;
const devices = [await entrance.signIn(), await entrance.signIn()] as const;

interface Result {
  number: number;
  answer: ScanAnswer;
  conflict?: string;
}

/** Sends scans to a process; undefined when it did not live to answer. */
async function send(
  url: string,
  { token }: TestDevice,
  scans: readonly object[],
): Promise<Result[] | undefined> {
  const sentAt = Date.now();
  try {
    const response = await fetch(`${url}/v1/checkins`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sentAt, scans }),
    });
    const body = (await response.json()) as { results: Result[] };
    assert.equal(response.status, 200, JSON.stringify(body));
    return body.results;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

const scansOf = (codes: readonly string[], first: number, extra: Partial<Scan> = {}) =>
  codes.map((code, i) => ({ number: first + i, at: Date.now(), via: 'camera', code, ...extra }));
const alone = { shown: { kind: 'welcome', admitted: true } } as const;
const sell = async (buyers: number) =>
  (await entrance.sell(buyers)).flatMap(({ tickets }) => tickets.map(({ code }) => code));
const count = async (text: string) =>
  (
    await office.postgres.query<{ count: number }>(`select count(*)::integer as count from ${text}`)
  )[0]!.count;

test('of two devices at two processes that let in the same tickets, one does each', async () => {
  const codes = await sell(30);
  const before = await count('office.check_ins');
  const answers = await Promise.all(
    devices.map(async (device, i) => await send(urls[i]!, device, scansOf(codes, 1))),
  );
  for (const [i] of codes.entries()) {
    const kinds = answers.map((results) => results![i]!.answer.kind).toSorted();
    assert.deepEqual(kinds, ['already_in', 'welcome']);
  }
  assert.equal((await count('office.check_ins')) - before, codes.length);
});

test('of two that have done so alone, one is in conflict', async () => {
  const codes = await sell(30);
  const answers = await Promise.all(
    devices.map(async (device, i) => await send(urls[i]!, device, scansOf(codes, 1001, alone))),
  );
  for (const [i] of codes.entries()) {
    const conflicts = answers.flatMap((results) => results![i]!.conflict ?? []);
    assert.deepEqual(conflicts, ['double']);
  }
  const unknown = `office.scans where conflict = 'double' and other_scan_id is null`;
  assert.equal(await count(unknown), 0);
});

test('the same scans at both processes are noted once, and answered the same', async () => {
  const codes = await sell(20);
  const scans = scansOf(codes, 2001);
  const all = await Promise.all([...urls, ...urls].map((url) => send(url, devices[0], scans)));
  for (const results of all) {
    assert.deepEqual(results, all[0]);
    assert.ok(results!.every(({ answer }) => answer.kind === 'welcome'));
  }
  assert.equal(await count('office.scans where number between 2001 and 3000'), codes.length);
});

test('letting in and taking back at the same time leaves a ticket in or out', async () => {
  const [code] = await sell(1);
  for (let i = 0; i < 20; i++) {
    const scans = [0, 1].map((undo) =>
      scansOf([code!], 3001 + i, undo === 1 ? { undo: true } : {}),
    );
    const [let1, undone] = await Promise.all(
      scans.map(async (each, which) => await send(urls[which]!, devices[which]!, each)),
    );
    const states = [let1![0]!, undone![0]!].map(({ answer }) => answer.kind);
    assert.ok(states.every((kind) => kind === 'welcome' || kind === 'already_in'));
  }
  const standing = await count(`office.check_ins c join office.scans s using (scan_id)
    where c.undone_at is null and not s.admitted`);
  assert.equal(standing, 0);
});

test('whoever is let in while the other one is taken back is in', async () => {
  const [code] = await sell(1);
  const [first] = devices;
  const [admitted] = (await send(urls[0], first, scansOf([code!], 3501)))!;
  assert.equal(admitted!.answer.kind, 'welcome');
  // The second scan has seen that the ticket is in, and waits for the log; meanwhile it is out again.
  const answered = await office.db.transaction().execute(async (tx) => {
    await sql`lock table office.scans in share row exclusive mode`.execute(tx);
    const sent = send(urls[1], devices[1], scansOf([code!], 3501, alone));
    await eventually(
      async () => await count(`pg_locks where relation = 'office.scans'::regclass and not granted`),
      (waiting) => waiting > 0,
    );
    await sql`
      update office.check_ins set undone_at = now() where undone_at is null and scan_id in
        (select scan_id from office.scans where number = 3501)`.execute(tx);
    return { sent };
  });
  const [second] = (await answered.sent)!;
  assert.deepEqual([second!.answer.kind, second!.conflict], ['welcome', undefined]);
  const [again] = (await send(urls[0], first, scansOf([code!], 3502)))!;
  assert.equal(again!.answer.kind, 'already_in');
});

test('a process that is killed in the middle of a batch has noted each scan once in the end', async () => {
  const codes = (await sell(MOST_SCANS / 2)).slice(0, MOST_SCANS);
  const scans = scansOf(codes, 4001, alone);
  const noted = `office.scans where number between 4001 and 5000`;
  const killed = startOther();
  const url = await killed.ready();
  const sent = send(url, devices[1], scans);
  await eventually(
    async () => await count(noted),
    (rows) => rows > 0,
  );
  killed.signal('SIGKILL');
  await Promise.all([sent, killed.exited]);
  // Whatever it had begun is not there by half.
  const halves = `office.scans s left join office.check_ins c using (scan_id)
    where s.number between 4001 and 5000 and c.scan_id is null`;
  assert.equal(await count(halves), 0);
  const results = await send(urls[0], devices[1], scans);
  assert.equal(results!.filter(({ conflict }) => conflict !== undefined).length, 0);
  assert.equal(await count(noted), codes.length);
  assert.equal(
    await count(`office.check_ins where event_id = '${eventId}' and scan_id in
    (select scan_id from office.scans where number between 4001 and 5000)`),
    codes.length,
  );
});
