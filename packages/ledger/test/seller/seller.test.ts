import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SellerInput } from '@onsale/contracts';
import {
  applyCatalog,
  applySeller,
  checkSeller,
  diffCatalog,
  effectiveTerms,
  readCatalog,
  readSeller,
  readSellerRevision,
  writeSeller,
} from '../../src/index.ts';
import { formatCatalog, formatSeller } from '../../src/catalog/format-catalog.ts';
import { parseCatalog, parseSeller } from '../../src/catalog/parse-catalog.ts';
import { catalogOf, startLedgerRedis } from '../test-ledger.ts';

const { freshLedger } = await startLedgerRedis();

const SELLER: SellerInput = {
  name: 'Lakeside Concerts',
  contactEmail: 'hello@lakeside.example',
  website: 'https://lakeside.example/',
  imprint: '# Imprint\n\nLakeside Concerts, Konstanz\n',
  terms: { version: '2087-01', text: 'https://lakeside.example/terms' },
};
const RENAMED = { ...SELLER, name: 'Lakeside' };

test('settings are written from the revision that they were read at', async () => {
  const ledger = await freshLedger();
  assert.deepEqual([await readSeller(ledger), await readSellerRevision(ledger)], [undefined, 0]);
  assert.equal(await writeSeller(ledger, SELLER, { revision: 0 }), 1);
  assert.equal(await writeSeller(ledger, RENAMED, { revision: 0 }), undefined);
  assert.equal(await writeSeller(ledger, RENAMED, { revision: 1 }), 2);
  // The same again is no change.
  assert.equal(await writeSeller(ledger, RENAMED, { revision: 2 }), 2);
  const stored = await readSeller(ledger);
  assert.deepEqual([stored?.document, stored?.revision], [RENAMED, 2]);
  assert.ok((stored?.changedAtMs ?? 0) > 0);
});

test('a file is applied once for each content, and leaves alone what was changed elsewhere', async () => {
  const ledger = await freshLedger();
  const apply = async (document: SellerInput, force = false) =>
    (await applySeller(ledger, document, { force })).outcome;
  assert.deepEqual([await apply(SELLER), await apply(SELLER)], ['created', 'unchanged']);
  assert.deepEqual([await apply(RENAMED), await apply(SELLER)], ['changed', 'applied-before']);
  const byHand = { ...SELLER, name: 'By hand' };
  assert.equal(await writeSeller(ledger, byHand, { revision: 2 }), 3);
  assert.equal(await apply(SELLER), 'changed-elsewhere');
  assert.equal((await readSeller(ledger))?.document.name, 'By hand');
  // A file that says the same counts again from then on.
  assert.equal(await apply(byHand), 'unchanged');
  assert.equal(await apply({ ...SELLER, website: 'https://a.example' }), 'changed');
  assert.equal(await apply(SELLER, true), 'changed');
});

test('processes that apply the same file at once agree on one revision', async () => {
  const ledger = await freshLedger();
  const all = await Promise.all(Array.from({ length: 8 }, () => applySeller(ledger, SELLER)));
  assert.deepEqual(new Set(all.map(({ revision }) => revision)), new Set([1]));
});

test('a catalog file with a seller is compared, applied and written', async () => {
  const ledger = await freshLedger();
  const catalog = { ...catalogOf({ adult: 5 }), seller: SELLER };
  assert.equal((await diffCatalog(ledger, catalog)).seller?.outcome, 'created');
  assert.equal((await applyCatalog(ledger, catalog)).seller?.outcome, 'created');
  const { seller } = await diffCatalog(ledger, { ...catalog, seller: RENAMED });
  assert.deepEqual(seller, {
    outcome: 'changed',
    differences: [{ field: 'name', stored: '"Lakeside Concerts"', file: '"Lakeside"' }],
  });
  const written = formatCatalog(await readCatalog(ledger));
  assert.deepEqual(parseCatalog(written, 'catalog.yaml').seller, SELLER);
  // A file that says nothing of the seller changes nothing.
  assert.equal((await applyCatalog(ledger, catalogOf({ adult: 5 }))).seller, undefined);
  assert.equal(await readSellerRevision(ledger), 1);
});

test('settings survive being written to a file and read again', () => {
  assert.deepEqual(parseSeller(formatSeller(SELLER), 'seller.yaml'), SELLER);
});

test('every problem of a file is named with its line', () => {
  const text = `name: ' Shop'
contactEmail: hello at shop
website: http://shop.example
imprint: 'javascript:alert(1)'
terms: { version: "a\\u202e", text: ' ' }
`;
  assert.throws(() => parseSeller(text, 'seller.yaml'), {
    message: [
      'seller.yaml:1: name must be one line of visible characters',
      'seller.yaml:2: contactEmail "hello at shop" is not a valid e-mail address',
      'seller.yaml:3: website must be an https URL',
      'seller.yaml:4: imprint must be a text, or an https URL',
      'seller.yaml:5: terms.version must be one line of visible characters',
      'seller.yaml:5: terms.text must not be empty',
    ].join('\n'),
  });
  const unknown = 'name: Shop\nimpressum: Nobody\n';
  assert.throws(() => parseSeller(unknown, 'seller.yaml'), {
    message: 'seller.yaml:2: impressum is not a field of the seller',
  });
  const problems: string[] = [];
  checkSeller(SELLER, (path) => problems.push(path.join('.')));
  assert.deepEqual(problems, []);
});

test("an event's own terms apply instead of the seller's", () => {
  const own = { termsVersion: 'v3', terms: 'Own terms.' };
  assert.deepEqual(effectiveTerms(own, SELLER), { of: 'event', version: 'v3', text: 'Own terms.' });
  const ofSeller = { of: 'seller', version: '2087-01', text: 'https://lakeside.example/terms' };
  assert.deepEqual(effectiveTerms({}, SELLER), ofSeller);
  assert.equal(effectiveTerms({}, { name: 'Shop' }), undefined);
  assert.equal(effectiveTerms({}, undefined), undefined);
});
