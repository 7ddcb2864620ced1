import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCode, type Code } from '../../src/index.ts';
import { documentOf, ticketOf } from '../events/test-event.ts';

const EVENT = documentOf({ tickets: [ticketOf('adult'), ticketOf('guest', { hidden: true })] });

function problemsOf(changes: Partial<Code>): string[] {
  const problems: string[] = [];
  const code: Code = { code: 'GUESTS', unit: 'order', createdAtMs: 0, ...changes };
  checkCode(code, EVENT, (field, { message }) => problems.push(`${field} ${message}`));
  return problems;
}

test('codes that do something are right', () => {
  assert.deepEqual(problemsOf({ percent: 12.5 }), []);
  assert.deepEqual(problemsOf({ percent: 0.001 }), []);
  assert.deepEqual(problemsOf({ percent: 100, discounted: ['adult'], unit: 'ticket' }), []);
  assert.deepEqual(problemsOf({ amountMinor: 500, uses: 1 }), []);
  assert.deepEqual(problemsOf({ access: ['guest'], presale: true, fromMs: 1, toMs: 2 }), []);
  assert.deepEqual(problemsOf({ maxPerOrder: 50 }), []);
});

test('each thing that is wrong is said with its place', () => {
  const none = 'does nothing: it needs access, a percent, an amount or maxPerOrder';
  assert.deepEqual(problemsOf({}), [` ${none}`]);
  const wrong: [Partial<Code>, RegExp][] = [
    [{ code: 'AB', percent: 1 }, /^code must be a code of 3 to 32/],
    [{ code: 'SUMMER', percent: 0 }, /^percent must be above 0/],
    [{ percent: 100.1 }, /^percent must/],
    [{ percent: 0.0001 }, /^percent must/],
    [{ percent: 10, amountMinor: 100 }, /^amount must be missing/],
    [{ amountMinor: 0 }, /^amount must be above 0/],
    [{ access: [] }, /^access must name at least one/],
    [{ access: ['guest', 'guest'] }, /^access must name each ticket type once/],
    [{ access: ['child'] }, /^access "child" is not a ticket type/],
    [{ percent: 1, presale: true }, /^presale needs/],
    [{ access: ['guest'], discounted: ['adult'] }, /^discounted needs a percent/],
    [{ percent: 1, uses: 0 }, /^uses must be a whole number/],
    [{ maxPerOrder: 0 }, /^maxPerOrder must be/],
    [{ percent: 1, fromMs: 2, toMs: 2 }, /^validTo must be after validFrom/],
  ];
  for (const [changes, expected] of wrong) {
    const problems = problemsOf(changes);
    assert.equal(problems.length, 1, JSON.stringify([changes, problems]));
    assert.match(problems[0] ?? '', expected);
  }
});
