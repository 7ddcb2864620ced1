import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readerOf } from '../../src/pages/texts.ts';

test('a reader gets the first language of the bank that the browser asks for', () => {
  const found = (header?: string) => {
    const { language, locale } = readerOf(header);
    return `${language} ${locale}`;
  };
  assert.equal(found('de-CH,de;q=0.9,en;q=0.8'), 'de de-CH');
  assert.equal(found('it, en-US;q=0.4, de;q=0.7'), 'de de');
  assert.equal(found('de;q=0, en'), 'en en');
  assert.equal(found('fr-CA, de;q=0.7'), 'fr fr-CA');
  assert.equal(found('constructor'), 'en en-GB');
  assert.equal(found(), 'en en-GB');
  assert.equal(found('*,;q=x,"<'), 'en en-GB');
});
