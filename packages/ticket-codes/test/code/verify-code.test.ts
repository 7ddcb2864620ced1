import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TEST_SEED } from '@onsale/testing';
import { fromBase32, toBase32 } from '../../src/code/base32.ts';
import { CODE_CHARACTERS, packCode, readCode } from '../../src/code/code-layout.ts';
import { eventTagOf, ticketTag, typeTagOf } from '../../src/code/ticket-tags.ts';
import { eventTag, typeTag, verifyCode } from '../../src/code/verify-code.ts';
import { createSigningKey, publishedKey, signCode } from '../../src/keys/signing-key.ts';

const now = new Date('2027-01-01T00:00:00Z');
const key = createSigningKey({ now, signsFrom: now });
const other = createSigningKey({ now, signsFrom: now });
const keys = [publishedKey(key), publishedKey(other)];
const name = { orderId: 's0-secret-of-the-order', line: 0, number: 1, version: 1 };
const content = {
  event: eventTagOf('show'),
  type: typeTagOf('show', 'adult'),
  ticket: ticketTag(name),
};
const code = signCode(key, content);

/** The code with one byte changed. */
function withByte(at: number, change: (byte: number) => number): string {
  const bytes = fromBase32(code) ?? new Uint8Array();
  bytes[at] = change(bytes[at] ?? 0);
  return toBase32(bytes);
}

const refused = (why: string) => ({ ok: false, refused: why });

test('a code says which ticket, type and event it is of, whoever reads it and however', async () => {
  assert.equal(code.length, CODE_CHARACTERS);
  const verdict = { ok: true, keyId: key.keyId, ...content };
  const read = [
    code,
    code.toLowerCase(),
    ` ${code}\r\n`,
    code.replaceAll('0', 'O').replaceAll('1', 'l'),
    code.replaceAll('0', 'o').replaceAll('1', 'I'),
  ];
  for (const text of read) {
    assert.deepEqual(await verifyCode(text, keys, { eventId: 'show' }), verdict, text);
  }
  assert.equal(await eventTag('show'), content.event);
  assert.equal(await typeTag('show', 'adult'), content.type);
  assert.deepEqual(signCode(key, content), code);
});

const attacks: [what: string, code: string, why: string][] = [
  ['nothing', '', 'malformed'],
  ['an address', 'https://shop.example/orders/1', 'malformed'],
  ['a truncated code', code.slice(0, -1), 'malformed'],
  ['a code with something after it', `${code}0`, 'malformed'],
  ['two codes', code + code, 'malformed'],
  ['a letter that base32 does not have', `U${code.slice(1)}`, 'malformed'],
  ['a character that upper-cases to two', `ß${code.slice(2)}`, 'malformed'],
  ['a newer format', withByte(0, () => 2), 'malformed'],
  ['zeros', '0'.repeat(CODE_CHARACTERS), 'malformed'],
  ['another key id', withByte(1, (byte) => byte ^ 1), 'unknown_key'],
  ['another event', withByte(5, (byte) => byte ^ 1), 'forged'],
  ['a dearer ticket type', withByte(11, (byte) => byte ^ 1), 'forged'],
  ['another ticket', withByte(14, (byte) => byte ^ 1), 'forged'],
  ['another signature', withByte(26, (byte) => byte ^ 1), 'forged'],
  [
    'no signature',
    toBase32(
      new Uint8Array([...packCode({ ...content, keyId: key.keyId }), ...new Uint8Array(64)]),
    ),
    'forged',
  ],
  [
    'the key id of somebody who did not sign it',
    signCode({ ...other, keyId: key.keyId }, content),
    'forged',
  ],
];

for (const [what, attack, why] of attacks) {
  test(`${what} is refused as ${why}`, async () => {
    assert.deepEqual(await verifyCode(attack, keys), refused(why));
    assert.deepEqual(await verifyCode(attack, keys, { eventId: 'show' }), refused(why));
  });
}

test('a code of another event is refused, and one of a key that nobody has published', async () => {
  assert.deepEqual(await verifyCode(code, keys, { eventId: 'other' }), refused('other_event'));
  assert.deepEqual(await verifyCode(code, [publishedKey(other)]), refused('unknown_key'));
  assert.deepEqual(await verifyCode(code, []), refused('unknown_key'));
  const broken = [{ keyId: key.keyId, publicKey: 'nonsense' }];
  assert.deepEqual(await verifyCode(code, broken), refused('forged'));
});

test('a signature that was made to differ without its key is refused', async () => {
  // The order of the group: adding it to the second half gives another number with the same meaning.
  const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
  const bytes = fromBase32(code) ?? new Uint8Array();
  let half = 0n;
  for (let i = 63; i >= 32; i -= 1) half = half * 256n + BigInt(bytes[26 + i] ?? 0);
  half += ORDER;
  for (let i = 32; i < 64; i += 1) {
    bytes[26 + i] = Number(half & 255n);
    half >>= 8n;
  }
  assert.deepEqual(await verifyCode(toBase32(bytes), keys), refused('forged'));
});

test('no change of one character passes, and one that people confuse changes nothing', async () => {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const at = fc.integer({ min: 0, max: CODE_CHARACTERS - 1 });
  const letter = fc.constantFrom(...letters.split(''));
  await fc.assert(
    fc.asyncProperty(at, letter, async (i, instead) => {
      fc.pre(code[i] !== instead);
      const changed = code.slice(0, i) + instead + code.slice(i + 1);
      assert.equal((await verifyCode(changed, keys)).ok, false);
    }),
    { seed: TEST_SEED, numRuns: 300 },
  );
});

test('whatever a camera reads, checking it answers', async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  await fc.assert(
    fc.asyncProperty(text, async (scanned) => {
      assert.equal((await verifyCode(scanned, keys)).ok, false);
    }),
    { seed: TEST_SEED, numRuns: 300 },
  );
});

test('every bytes come back from base32, and each text from one of them only', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      assert.deepEqual([...(fromBase32(toBase32(bytes)) ?? [])], [...bytes]);
    }),
    { seed: TEST_SEED },
  );
  assert.equal(fromBase32('1'), undefined);
  assert.equal(fromBase32('01'), undefined);
  assert.deepEqual(fromBase32('04'), new Uint8Array([1]));
});

test('nothing in a code leads to its order, and each version has another one', () => {
  const read = readCode(code);
  assert.ok(read);
  const text = Buffer.from(fromBase32(code) ?? []).toString('latin1');
  assert.ok(!text.includes('secret') && !text.includes('show'));
  const tags = [
    name,
    { ...name, version: 2 },
    { ...name, number: 2 },
    { ...name, line: 1 },
    { ...name, orderId: 's0-another' },
    // What follows a slash must not be taken for what precedes it.
    { ...name, number: 11, version: 1 },
    { ...name, number: 1, version: 11 },
  ].map(ticketTag);
  assert.equal(new Set(tags).size, tags.length);
});
