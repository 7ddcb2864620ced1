import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { figures, promises, type Result } from '../src/results-table.ts';
import { SCENARIOS } from '../src/scenarios.ts';

test('docs/reliability.md has the promise of each scenario, and what was lost', async () => {
  const page = await readFile(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
  const counted = await readFile(new URL('../RESULTS.md', import.meta.url), 'utf8');
  const table = /<!-- results -->[^]*<!-- end of results -->/.exec(counted)?.[0] ?? '';
  // Tables are padded there.
  const plain = page.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
  assert.ok(plain.includes(promises(table, SCENARIOS)), 'npm run faults -- --write writes it');
});

test('a scenario that was run again has its new figures, and the others keep theirs', () => {
  const [first, second] = SCENARIOS;
  const result = (scenario: typeof first, lost: number) =>
    ({
      ...{ scenario, seed: 7 },
      outcome: {
        ...{ faults: 2, secondsToNormal: 1 },
        check: { ...{ orders: 1200, lost, doubled: 0, oversold: 0 } },
      },
    }) as unknown as Result;
  const before = figures([result(first, 0), result(second, 0)]);
  const after = figures([result(second, 3)], { table: before, scenarios: SCENARIOS });
  assert.deepEqual(after.split('\n').slice(2), [
    `| \`${first?.name}\` | 2 | 1,200 | none | 1.0 | 7 |`,
    `| \`${second?.name}\` | 2 | 1,200 | 3 lost | 1.0 | 7 |`,
  ]);
  const page = promises(after, SCENARIOS);
  assert.ok(page.startsWith(`- \`${first?.name}\`: ${first?.fault}. `));
  assert.ok(page.includes('2 scenarios with 4 faults and 2,400 orders'));
  assert.ok(page.endsWith(`\nOrders lost, doubled or oversold: 3 lost in \`${second?.name}\`.`));
});
