import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ApiError, type DocumentContent } from '@onsale/contracts';
import { Registry } from '@onsale/service';
import { PdfPool } from '../../src/documents/pdf-pool.ts';

const RECEIPT: DocumentContent = {
  ...{ kind: 'receipt', number: 'R-2087-000001', language: 'en', timeZone: 'UTC' },
  ...{ issuedAt: '2087-01-01T12:00:00Z', placedAt: '2087-01-01T11:00:00Z', order: '06fh-1' },
  ...{ seller: { name: 'Seller' }, event: { name: 'Show' }, currency: 'EUR', totalMinor: 1000 },
  lines: [{ name: 'Adult', qty: 1, unitMinor: 1000, totalMinor: 1000 }],
};
const task = { kind: 'document', content: RECEIPT } as const;
/** Such as a newer version may have stored. */
const broken = {
  kind: 'document',
  content: { ...RECEIPT, timeZone: 'No/Where', seller: { name: 'Ada' } },
} as const;

function poolOf(threads: number): PdfPool {
  const pool = new PdfPool({ registry: new Registry(), threads });
  after(() => pool.close());
  return pool;
}

test('people are served before mails', async () => {
  const pool = poolOf(1);
  const order: string[] = [];
  const note = (who: string) => () => order.push(who);
  await Promise.all([
    pool.render(task).then(note('first')),
    pool.render(task, { isForMail: true }).then(note('mail')),
    pool.render(task).then(note('person')),
  ]);
  assert.deepEqual(order, ['first', 'person', 'mail']);
});

test('what cannot be drawn is refused without a word of its content, and the next one is drawn', async () => {
  const pool = poolOf(1);
  await assert.rejects(pool.render(broken), (error: Error) => {
    assert.ok(!(error instanceof ApiError));
    assert.match(error.message, /RangeError/);
    assert.ok(!/Ada|Where/.test(error.message));
    return true;
  });
  const pdf = await pool.render(task);
  assert.equal(pdf.toString('latin1', 0, 5), '%PDF-');
});

test('with too many waiting, the next is told to come later', async () => {
  const pool = poolOf(1);
  const waiting = Array.from({ length: 201 }, () => pool.render(task).catch(() => undefined));
  await assert.rejects(pool.render(task), { code: 'OVERLOADED' });
  await pool.close();
  await Promise.all(waiting);
});

test('a closed pool leaves nobody waiting', async () => {
  const pool = poolOf(2);
  const all = Promise.allSettled(Array.from({ length: 5 }, () => pool.render(task)));
  await pool.close();
  for (const { status } of await all) assert.equal(status, 'rejected');
  await assert.rejects(pool.render(task), { code: 'OVERLOADED' });
});
