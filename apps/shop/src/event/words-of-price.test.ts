import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setReaderLocale } from '@onsale/i18n';
import { loadTexts } from '../app/texts.ts';
import { wordsOfPrice } from './words-of-price.ts';

afterEach(() => setReaderLocale('en-GB'));

test('what costs nothing is free in every language, and all else has its price', async () => {
  const words: string[] = [];
  for (const language of ['en', 'de', 'fr'] as const) {
    await loadTexts(language);
    words.push(wordsOfPrice(0, 'EUR'));
  }
  assert.deepEqual(words, ['Free', 'Kostenlos', 'Gratuit']);
  assert.equal(wordsOfPrice(0.01, 'EUR'), '€0.01');
});
