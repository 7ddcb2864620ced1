import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allowAddresses } from '../../src/webhooks/allowed-addresses.ts';

const nobody = allowAddresses([]);

test('public addresses are allowed', () => {
  for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700:4700::1111', '::ffff:1.1.1.1']) {
    assert.deepEqual([address, nobody.judge(address)], [address, 'public']);
  }
});

test('addresses that lead to this machine, its network or nowhere are refused', () => {
  const addresses = [
    ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '0.1.2.3', '10.1.2.3', '172.16.0.1', '172.31.255.255'],
    ...['192.168.0.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '192.0.0.192'],
    ...['198.18.0.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '168.63.129.16', '192.0.2.1'],
    ...[
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd00:ec2::254',
      'ff02::1',
      '2001:db8::1',
    ],
    // IPv4 in the clothes of IPv6: mapped, compatible, NAT64, 6to4, Teredo.
    ...['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'],
    ...['2001:0:7f00:1::1', '64:ff9b:1::a00:1', '::ffff:0:127.0.0.1'],
    ...['', 'localhost', '127.1', '0x7f000001', '2130706433', '1.1.1.1%eth0', '1.1.1.1/8'],
  ];
  for (const address of addresses) {
    assert.deepEqual([address, nobody.judge(address)], [address, 'refused']);
  }
});

test('private networks that the operator names are allowed, and no others', () => {
  const some = allowAddresses(['10.0.0.0/8', '192.168.7.9', 'fd12:3456::/32', '0.0.0.0/0']);
  assert.equal(some.judge('10.200.0.1'), 'private');
  assert.equal(some.judge('::ffff:10.200.0.1'), 'private');
  assert.equal(some.judge('fd12:3456::9'), 'private');
  assert.equal(some.judge('fd13::9'), 'refused');
  for (const address of ['0.0.0.0', '255.255.255.255', '224.0.0.1']) {
    assert.deepEqual([address, some.judge(address)], [address, 'refused']);
  }
  const one = allowAddresses(['192.168.7.9']);
  assert.deepEqual([one.judge('192.168.7.9'), one.judge('192.168.7.8')], ['private', 'refused']);
});

test('an address of IPv4 that is refused is so in IPv6, too', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      assert.equal(nobody.judge(`::ffff:${address}`), nobody.judge(address));
      assert.equal(nobody.judge(`64:ff9b::${address}`), 'refused');
    }),
  );
});
