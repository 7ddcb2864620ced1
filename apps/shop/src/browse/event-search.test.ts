import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choicesOf, countLimits, listQuery, offersSearch } from './event-search.ts';
import { readSearch, writeSearch } from './event-search.ts';

const read = (address: string) => readSearch(new URLSearchParams(address));
const NOTHING = { q: '', category: '', city: '', from: '', to: '' };

test('reads what is looked for out of the address', () => {
  assert.deepEqual(read(''), NOTHING);
  assert.deepEqual(
    read('q=+jazz+night+&category=concert&city=Ghent&from=2087-05-01&to=2087-05-31'),
    {
      ...{ q: 'jazz night', category: 'concert', city: 'Ghent' },
      ...{ from: '2087-05-01', to: '2087-05-31' },
    },
  );
});

test('an address that somebody has made up never asks for what the gateway refuses', () => {
  assert.deepEqual(read('from=tomorrow&to=2087-02-30'), NOTHING);
  assert.deepEqual(read('from=2087-5-1&to=2087-13-01'), NOTHING);
  assert.equal(read(`q=${'a'.repeat(300)}`).q.length, 200);
});

test('a change keeps the rest of the address, and what is emptied leaves it', () => {
  const address = new URLSearchParams('utm=mail&q=jazz&city=Ghent');
  assert.equal(
    writeSearch(address, { q: ' ', from: '2087-05-01' }).toString(),
    'utm=mail&city=Ghent&from=2087-05-01',
  );
  assert.equal(address.get('q'), 'jazz', 'the old address is as it was');
});

test('asks for one page, with what limits it', () => {
  assert.deepEqual(listQuery(NOTHING, ''), { limit: 30 });
  assert.deepEqual(listQuery(NOTHING, 'abc'), { limit: 30, cursor: 'abc' });
  const search = { ...NOTHING, q: 'rock & roll', city: 'Köln' };
  assert.deepEqual(listQuery(search, ''), { limit: 30, q: 'rock & roll', city: 'Köln' });
  assert.equal(countLimits(search), 2);
});

test('few events need no search, but one that is on can be ended', () => {
  assert.equal(offersSearch(NOTHING, 6, false), false);
  assert.equal(offersSearch(NOTHING, 7, false), true);
  assert.equal(offersSearch(NOTHING, 5, true), true);
  assert.equal(offersSearch({ ...NOTHING, q: 'x' }, 0, false), true);
});

test('offers what the server knows, else what is seen, and always what is chosen', () => {
  const events = [{ city: 'Ghent' }, { city: 'Basel' }, { city: 'Ghent' }, {}];
  assert.deepEqual(choicesOf('city', undefined, events, ''), ['Basel', 'Ghent']);
  assert.deepEqual(choicesOf('city', ['Aachen', 'Basel'], events, ''), ['Aachen', 'Basel']);
  assert.deepEqual(choicesOf('city', ['Basel'], events, 'Mars'), ['Basel', 'Mars']);
});
