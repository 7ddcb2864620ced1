import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsv } from './csv.ts';
import { runCsv } from './run-csv.ts';
import { second } from './load-second.ts';

test('quotes what would break a line', () => {
  assert.equal(
    toCsv(
      ['a', 'b'],
      [
        ['x,y', 'say "no"'],
        ['two\nlines', null],
        [1.5, 'plain'],
      ],
    ),
    'a,b\r\n"x,y","say ""no"""\r\n"two\nlines",\r\n1.5,plain\r\n',
  );
});

test('a run has a line for each second, and empty cells where nothing was measured', () => {
  const csv = runCsv({ seconds: [second({ fromS: 0, sentRps: 99.5 }), second({ p99: null })] });
  const [names, first, next] = csv.split('\r\n').map((line) => line.split(','));
  assert.equal(names?.length, 16);
  assert.equal(first?.[names?.indexOf('sentRps') ?? -1], '99.5');
  assert.equal(next?.[names?.indexOf('p99') ?? -1], '');
});
