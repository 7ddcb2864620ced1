import assert from 'node:assert/strict';
import { test } from 'node:test';
import { m } from '../paraglide/messages.js';
import { chooseLanguage, LANGUAGES } from './language.ts';

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
  const names = LANGUAGES.map((locale) => m.language_name({}, { locale }));
  assert.deepEqual(names, ['English', 'Deutsch', 'Français']);
});

test('numbers choose the form of a message', () => {
  const french = [0, 1, 2].map((count) => m.basket_tickets({ count }, { locale: 'fr' }));
  assert.deepEqual(french, ['0 billet', '1 billet', '2 billets']);
  const german = [0, 1, 2].map((count) => m.basket_tickets({ count }, { locale: 'de' }));
  assert.deepEqual(german, ['0 Tickets', '1 Ticket', '2 Tickets']);
});
