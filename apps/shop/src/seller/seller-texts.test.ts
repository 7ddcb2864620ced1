import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Seller } from '@onsale/api-client';
import { SELLER_TEXTS, sellerLink, sellerText, urlOf } from './seller-texts.ts';

const seller: Seller = {
  ...{
    name: 'Old Hall',
    revision: 3,
    imprint: '# Imprint',
    privacy: 'https://hall.example/privacy',
  },
  ...{ refunds: '  ', terms: { version: '2', text: 'Be kind.' } },
};

test('a text has a page, an address in its place leads there, and what is missing has no link', () => {
  assert.deepEqual(
    SELLER_TEXTS.map((name) => sellerLink(seller, name)),
    ['/terms', undefined, '/imprint', 'https://hall.example/privacy', undefined],
  );
  assert.equal(sellerText(seller, 'terms'), 'Be kind.');
});

test('only one https URL stands in the place of a text', () => {
  assert.equal(urlOf(' https://hall.example/terms\n'), 'https://hall.example/terms');
  for (const text of [
    ...['See https://hall.example', 'https://a.example https://b.example', 'http://hall.example'],
    ...['javascript:alert(1)', '/terms', 'Terms', ''],
  ]) {
    assert.equal(urlOf(text), undefined, text);
  }
});
