import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeAddress } from '../src/normalize-address.ts';

function assertSame(addresses: readonly string[]): void {
  const forms = addresses.map(normalizeAddress);
  assert.deepEqual(
    forms,
    addresses.map(() => forms[0]),
  );
}

function assertDifferent(addresses: readonly string[]): void {
  assert.equal(new Set(addresses.map(normalizeAddress)).size, addresses.length);
}

test('case does not matter, in name and domain', () => {
  assertSame(['ada@example.com', 'Ada@Example.COM', 'ADA@EXAMPLE.com']);
  assertSame(['zoë@example.com', 'ZOË@example.com']);
});

test('a final dot of the domain does not matter', () => {
  assertSame(['ada@example.com', 'ada@example.com.']);
});

test('dots and plus-tags of Gmail and Proton lead to one mailbox', () => {
  assertSame([
    'ada.lovelace@gmail.com',
    'adalovelace@gmail.com',
    'A.d.a.Lovelace+tickets@gmail.com',
    'adalovelace+a+b@googlemail.com',
    'adalovelace+@GoogleMail.com',
  ]);
  assertSame(['ada.l@proton.me', 'adal+x@protonmail.com', 'adal@pm.me']);
});

test('plus-tags of Outlook and iCloud do, their dots do not', () => {
  assertSame(['ada@outlook.com', 'ada+fair@outlook.com']);
  assertSame(['ada@icloud.com', 'ada+fair@me.com', 'ada@mac.com']);
  assertDifferent(['ada.l@outlook.com', 'adal@outlook.com']);
  assertDifferent(['ada@outlook.com', 'ada@hotmail.com', 'ada@live.com']);
});

test('of any other domain, dots and plus-tags are part of the name', () => {
  assertDifferent(['ada@example.com', 'ada+fair@example.com', 'a.da@example.com']);
  assertDifferent(['ada@gmail.com', 'ada@gmail.com.example.com', 'ada@notgmail.com']);
});

test('an international domain equals its ASCII form', () => {
  assertSame(['ada@bücher.example', 'ada@BÜCHER.example', 'ada@xn--bcher-kva.example']);
  assertSame(['ada@bu\u0308cher.example', 'ada@bücher.example']);
});

test('width and composition do not matter', () => {
  assertSame(['ada@example.com', 'ａｄａ@example.com', 'ada@ｅｘａｍｐｌｅ.com']);
  assertSame(['zoe\u0308@example.com', 'zo\u00eb@example.com']);
});

test('nothing but a tag stays as it is, and so does an invalid domain', () => {
  assert.equal(normalizeAddress('+fair@gmail.com'), '+fair@gmail.com');
  assertDifferent(['+fair@gmail.com', '+other@gmail.com']);
  assert.equal(normalizeAddress('Ada@exa_mple..com'), 'ada@exa_mple..com');
});

test('a normalized address is its own normalized form', () => {
  for (const address of ['Ada.L+x@googlemail.com', 'ada@bücher.example', '..@gmail.com']) {
    const once = normalizeAddress(address);
    assert.equal(normalizeAddress(once), once);
  }
});
