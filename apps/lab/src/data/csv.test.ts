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

test('where the fleet is known, a line has it too, with what came and went', () => {
  const services = [
    { service: 'gateway', living: 2, desired: 2, target: { cpuShare: 0.6 }, cpuShare: 0.7 },
  ];
  const moment = { placed: 9, confirmed: 8, rejected: 0, waiting: 3, services };
  const csv = runCsv({
    seconds: [0, 1, 9].map((fromS) => second({ fromS })),
    fleet: {
      moments: [
        { atS: 0.4, ...moment, placed: null },
        { atS: 1.4, ...moment },
      ],
      changes: [
        { atS: 1.4, service: 'gateway', from: 1, to: 2, came: 1, went: 0, reason: 'cpu, very' },
      ],
    },
  });
  const [names = [], first = [], next = [], last = []] = csv
    .split('\r\n')
    .map((line) => line.split(/,(?! )/));
  const at = (row: string[], name: string) => row[names.indexOf(name)];
  assert.deepEqual([at(first, 'placed'), at(first, 'gateway living')], ['', '2']);
  assert.deepEqual([at(next, 'placed'), at(next, 'gateway targetCpuShare')], ['9', '0.6']);
  assert.deepEqual([at(first, 'changes'), at(last, 'changes')], ['', '']);
  assert.equal(at(next, 'changes'), '"gateway 1 → 2 (cpu, very)"');
  assert.equal(at(last, 'placed'), '', 'what was seen long before is not of this second');
});
