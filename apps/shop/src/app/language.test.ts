import assert from 'node:assert/strict';
import { test } from 'node:test';
import { m } from '../paraglide/messages.js';
import { chooseLanguage } from './language.ts';
import { loadTexts, loadTextsOf } from './texts.ts';

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

test('numbers choose the form of a message', async () => {
  const told = async (language: 'de' | 'fr') => {
    await loadTexts(language);
    await loadTextsOf('event');
    return [0, 1, 2].map((count) => m.basket_tickets({ count }));
  };
  assert.deepEqual(await told('fr'), ['0 billet', '1 billet', '2 billets']);
  assert.deepEqual(await told('de'), ['0 Tickets', '1 Ticket', '2 Tickets']);
});

test('the texts of an order come with its page, and follow the language', async () => {
  await loadTexts('en');
  assert.throws(() => m.order_title(), /order_title is not loaded/);
  await loadTextsOf('order');
  assert.equal(m.order_title(), 'Your order');
  const { order_title: title } = m;
  await loadTexts('de');
  assert.equal(title(), 'Ihre Bestellung');
});

test('a language that is chosen while a page is loaded has the texts of that page', async () => {
  await loadTexts('en');
  await Promise.all([loadTexts('fr'), loadTextsOf('checkout')]);
  assert.equal(m.checkout_title(), 'Commande');
});
