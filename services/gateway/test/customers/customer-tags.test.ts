import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientAddresses } from '@onsale/service';
import { CustomerTags } from '../../src/customers/customer-tags.ts';

const KEY = 'a key of at least thirty-two characters';
const clients = new ClientAddresses('10.0.0.0/8');
const tags = new CustomerTags(KEY, clients);
const ada = { email: 'ada@example.com', ip: '192.0.2.7' };

test('an event without limits needs no tags and no key', () => {
  assert.equal(tags.tagsOf({}, ada), undefined);
  assert.equal(new CustomerTags(undefined, clients).tagsOf({}, ada), undefined);
});

test('only what the limits need is tagged, with 22 characters that contain no address', () => {
  const customer = tags.tagsOf({ maxPerCustomer: 4 }, ada);
  assert.match(customer?.customerKey ?? '', /^[\w-]{22}$/);
  assert.equal(customer?.clientKey, undefined);
  const client = tags.tagsOf({ maxHoldsPerClient: 2 }, ada);
  assert.match(client?.clientKey ?? '', /^[\w-]{22}$/);
  assert.equal(client?.customerKey, undefined);
  assert.deepEqual(tags.tagsOf({ maxHoldsPerCustomer: 1, maxHoldsPerClient: 2 }, ada), {
    ...customer,
    ...client,
  });
});

test('one mailbox has one tag, and another key makes others', () => {
  const limits = { maxPerCustomer: 4 };
  const of = (email: string, by = tags) => by.tagsOf(limits, { ...ada, email })?.customerKey;
  assert.equal(of('a.da+x@gmail.com'), of('ADA@googlemail.com'));
  assert.notEqual(of('ada@example.com'), of('bob@example.com'));
  assert.notEqual(of(ada.email), of(ada.email, new CustomerTags(`${KEY}!`, clients)));
});

test('a network of our own has no tag, and an IPv6 network has one', () => {
  const of = (ip: string) => tags.tagsOf({ maxHoldsPerClient: 2 }, { ...ada, ip })?.clientKey;
  assert.equal(of('10.1.2.3'), undefined);
  assert.equal(of('2001:db8:1:2::1'), of('2001:db8:1:2:ffff::9'));
  assert.notEqual(of('2001:db8:1:2::1'), of('2001:db8:1:3::1'));
});

test('without a key, an event with limits is refused with a sentence that says so', () => {
  const none = new CustomerTags(undefined, clients);
  assert.equal(none.canServe({}), true);
  assert.equal(none.canServe({ maxPerCustomer: 4 }), false);
  assert.equal(tags.canServe({ maxPerCustomer: 4 }), true);
  assert.throws(() => none.tagsOf({ maxPerCustomer: 4 }, ada), /no CUSTOMER_KEY/);
});
