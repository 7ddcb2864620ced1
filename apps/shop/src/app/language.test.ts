import assert from 'node:assert/strict';
import { test } from 'node:test';
import { m } from '../paraglide/messages.js';
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES } from './language.ts';
import { loadOrderTexts, loadTexts } from './texts.ts';

test('the choice of the visitor counts, then the languages of the browser in their order', () => {
  assert.equal(chooseLanguage('fr', ['de-DE', 'en']), 'fr');
  assert.equal(chooseLanguage(null, ['ja', 'de-AT', 'en-US']), 'de');
  assert.equal(chooseLanguage(null, ['FR-ca']), 'fr');
});

test('whoever reads none of the languages of the shop gets English', () => {
  assert.equal(chooseLanguage(null, ['ja', 'pt-BR']), 'en');
  assert.equal(chooseLanguage('tlh', []), 'en');
  assert.equal(chooseLanguage('', ['']), 'en');
});

test('each language is called by its own name', () => {
  assert.deepEqual(Object.keys(LANGUAGE_NAMES), LANGUAGES);
  assert.deepEqual(Object.values(LANGUAGE_NAMES), ['English', 'Deutsch', 'Français']);
});

test('texts are those of the language that was loaded last, and numbers choose their form', async () => {
  const { basket_tickets: tickets } = m;
  await loadTexts('fr');
  assert.deepEqual(
    [0, 1, 2].map((count) => tickets({ count })),
    ['0 billet', '1 billet', '2 billets'],
  );
  await loadTexts('de');
  assert.deepEqual(
    [0, 1, 2].map((count) => tickets({ count })),
    ['0 Tickets', '1 Ticket', '2 Tickets'],
  );
});

test('the texts of an order come with its page, and follow the language from then on', async () => {
  await loadTexts('de');
  assert.throws(() => m.order_title(), /order_title is not loaded/);
  await loadOrderTexts();
  assert.equal(m.order_title(), 'Ihre Bestellung');
  await loadTexts('en');
  assert.equal(m.order_title(), 'Your order');
});
