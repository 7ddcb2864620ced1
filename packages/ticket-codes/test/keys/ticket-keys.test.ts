import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  addKey,
  eventTagOf,
  formatKeys,
  parseKeys,
  readKeyFile,
  signCode,
  ticketTag,
  TicketKeys,
  typeTagOf,
  verifyCode,
  writeKeyFile,
} from '../../src/index.ts';

const folder = await mkdtemp(join(tmpdir(), 'onsale-keys-'));
after(() => rm(folder, { recursive: true }));
const DAY_MS = 24 * 3_600_000;

const content = {
  event: eventTagOf('show'),
  type: typeTagOf('show', 'adult'),
  ticket: ticketTag({ orderId: 's0-x', line: 0, number: 1, version: 1 }),
};

function openKeys(file: string) {
  const changes: string[] = [];
  const errors: string[] = [];
  const keys = new TicketKeys({
    file,
    onChange: () => void changes.push('changed'),
    onError: ({ message }) => void errors.push(message),
  });
  return { keys, changes, errors };
}

test('the file with the keys is for its owner alone, and nothing else is left', async () => {
  const file = join(folder, 'mode.json');
  assert.deepEqual(await readKeyFile(file), []);
  const keys = addKey([]);
  await writeKeyFile(file, keys);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.startsWith('mode')),
    ['mode.json'],
  );
  assert.equal(formatKeys(await readKeyFile(file)), formatKeys(keys));
});

test('the first key signs at once, a later one a day after it was published, and all stay valid', async () => {
  const file = join(folder, 'rotate.json');
  const now = new Date();
  const first = addKey([], { now: new Date(now.getTime() - 10 * DAY_MS) });
  await writeKeyFile(file, first);
  const { keys, changes, errors } = openKeys(file);
  await keys.start();
  after(() => keys.stop());
  assert.equal(keys.signing?.keyId, first[0]?.keyId);
  const old = signCode(keys.signing!, content);

  const second = addKey(first, { now });
  await writeKeyFile(file, second);
  await keys.look();
  assert.equal(keys.signing?.keyId, first[0]?.keyId);
  assert.deepEqual(
    keys.published.map(({ keyId }) => keyId),
    [second[0]?.keyId, first[0]?.keyId],
  );
  assert.ok(!JSON.stringify(keys.published).includes('rivate'));

  const third = addKey(second, { now, signsAtOnce: true });
  await writeKeyFile(file, third);
  await keys.look();
  assert.equal(keys.signing?.keyId, third[0]?.keyId);
  const verdicts = [old, signCode(keys.signing!, content)].map((code) =>
    verifyCode(code, keys.published),
  );
  assert.ok((await Promise.all(verdicts)).every(({ ok }) => ok));
  assert.deepEqual([changes.length, errors], [3, []]);

  // A day later.
  const later = addKey(third, { now: new Date(now.getTime() - DAY_MS) });
  await writeKeyFile(file, later);
  await keys.look();
  assert.equal(keys.signing?.keyId, later[0]?.keyId);
});

test('a broken file leaves the keys as they were, and is told once, without what is in it', async () => {
  const file = join(folder, 'broken.json');
  await writeKeyFile(file, addKey([]));
  const { keys, errors } = openKeys(file);
  await keys.look();
  const before = keys.published;
  const secret = 'c2VjcmV0';
  for (const text of [
    `{"keys":[{"privateKey":"${secret}"`,
    `{"privateKey":"${secret}"}`,
    `{"keys":[{"keyId":"00000000","createdAt":"2027-01-01T00:00:00Z","privateKey":"${secret}"}]}`,
    `{"keys":[null]}`,
    `{"keys":[{"keyId":"00000000","privateKey":"${secret}"}]}`,
    (await readFile(file, 'utf8')).replace(/"keyId": "\w{4}/, '"keyId": "0000'),
  ]) {
    await writeFile(file, text);
    await keys.look();
    await keys.look();
    assert.deepEqual(keys.published, before);
  }
  assert.equal(errors.length, 6);
  assert.ok(!errors.join(' ').includes(secret), errors.join('\n'));
  await rm(file);
  await keys.look();
  assert.deepEqual(keys.published, before);
  // As many keys as before, but not those that tickets were signed with.
  await writeKeyFile(file, addKey([]));
  await keys.look();
  assert.deepEqual(keys.published, before);
});

test('a key of another kind is refused', () => {
  const rsa = addKey([]).map((key) => ({ ...key, keyId: 'ffffffff' }));
  assert.throws(() => parseKeys(formatKeys(rsa)), /has the id of another/);
});
