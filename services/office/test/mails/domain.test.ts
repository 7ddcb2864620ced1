import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { DkimFacts } from '@onsale/records';
import { checkDkim } from '../../src/mails/domain/check-dkim.ts';
import { checkDmarc } from '../../src/mails/domain/check-dmarc.ts';
import { checkSpf } from '../../src/mails/domain/check-spf.ts';
import { type Dns, openDns } from '../../src/mails/domain/dns.ts';
import { startDns, type TestDns } from './dns-server.ts';

const DKIM: DkimFacts = { domain: 'hall.test', selector: 'onsale', publicKey: 'A'.repeat(300) };
const KEY_AT = 'onsale._domainkey.hall.test';

void describe('what receivers ask of the domain of a sender', () => {
  let server: TestDns;
  let dns: Dns;
  before(async () => {
    server = await startDns();
    dns = openDns([server.address]);
  });
  after(() => server.stop());

  const spf = async (record: string, more: TestDns['zone'] = {}) => {
    server.zone = {
      'hall.test': ['other=1', record],
      'mail.relay.test': ['192.0.2.7'],
      'mx.hall.test': ['192.0.2.9'],
      ...more,
    };
    const { result, reason } = await checkSpf(dns, 'hall.test', 'mail.relay.test');
    return `${result}: ${reason}`;
  };

  void it('SPF is good when it lists the mail server, in whichever way', async () => {
    for (const record of [
      'v=spf1 a:mail.relay.test -all',
      'v=spf1 ip4:192.0.2.0/24 ~all',
      'V=SPF1 include:relay.test -all',
      'v=spf1 redirect=relay.test',
      'v=spf1 mx/24 -all',
    ]) {
      const more = {
        'hall.test': [record, 'MX mx.hall.test'],
        'relay.test': ['v=spf1 ip4:192.0.2.7 -all'],
      };
      assert.equal(await spf(record, more), 'good: ok', record);
    }
  });

  void it('SPF says what is wrong with it', async () => {
    assert.equal(await spf('none'), 'missing: none');
    assert.equal(
      await spf('v=spf1 -all', { 'hall.test': ['v=spf1 a', 'v=spf1 mx'] }),
      'wrong: many',
    );
    assert.equal(await spf('v=spf1 +all'), 'weak: allows_all');
    assert.equal(await spf('v=spf1 ip4:198.51.100.1 -all'), 'weak: not_listed');
    assert.equal(await spf('v=spf1 ip4:198.51.100.300 -all'), 'wrong: malformed');
    assert.equal(await spf('v=spf1 include:hall.test -all'), 'wrong: lookups');
  });

  void it('DKIM is good when DNS has the key that mails are signed with', async () => {
    const check = async (records: readonly string[], sender = 'hall.test') => {
      server.zone = records.length === 0 ? {} : { [KEY_AT]: records };
      const { result, reason, at } = await checkDkim(dns, sender, DKIM);
      assert.equal(at, KEY_AT);
      return `${result}: ${reason}`;
    };
    assert.equal(await check([`v=DKIM1; k=rsa; p=${DKIM.publicKey}`]), 'good: ok');
    assert.equal(await check([`v=DKIM1; p=${DKIM.publicKey}`], 'mail.hall.test'), 'good: ok');
    assert.equal(
      await check([`v=DKIM1; p=${DKIM.publicKey}`], 'hall.example'),
      'weak: other_domain',
    );
    assert.equal(await check(['v=DKIM1; p=BBBB']), 'wrong: other_key');
    assert.equal(await check([]), 'missing: none');
    assert.equal((await checkDkim(dns, 'hall.test', undefined)).reason, 'not_signed');
  });

  void it('DMARC counts from the domain above as well', async () => {
    const check = async (zone: TestDns['zone']) => {
      server.zone = zone;
      const { result, reason } = await checkDmarc(dns, 'tickets.hall.test');
      return `${result}: ${reason}`;
    };
    assert.equal(await check({ '_dmarc.tickets.hall.test': ['v=DMARC1; p=reject'] }), 'good: ok');
    assert.equal(await check({ '_dmarc.hall.test': ['v=DMARC1; p=quarantine'] }), 'good: ok');
    assert.equal(await check({ '_dmarc.hall.test': ['v=DMARC1; p=none'] }), 'weak: no_policy');
    assert.equal(await check({ '_dmarc.hall.test': ['v=DMARC1'] }), 'wrong: malformed');
    assert.equal(await check({}), 'missing: none');
  });

  void it('rejects when DNS does not answer, rather than saying that nothing is there', async () => {
    server.zone = { '_dmarc.tickets.hall.test': 'silent' };
    await assert.rejects(checkDmarc(dns, 'tickets.hall.test'));
  });
});
