import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ticketsIn } from '../src/count/count-office.ts';
import { readCsv } from '../src/count/read-csv.ts';

test('reads the rows of a CSV file by its head, with quotes and commas in cells', () => {
  const text = '\uFEFFOrder,Name,Total\r\na,"Ada ""the first"", Okoro",25.00\r\nb,,0.50\r\n';
  assert.deepEqual(readCsv(text), [
    { Order: 'a', Name: 'Ada "the first", Okoro', Total: '25.00' },
    { Order: 'b', Name: '', Total: '0.50' },
  ]);
});

test('counts the tickets of an order in the export of the office', () => {
  assert.equal(ticketsIn('2 x Adult, 11 x Child'), 13);
  assert.equal(ticketsIn('1 x 3 x the fun'), 1);
  assert.equal(ticketsIn(''), 0);
});
