import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMPTY_RULE, formOf, ruleOf } from './rule-form.ts';

const crew = { ...EMPTY_RULE, access: ['crew'], discount: 10 };

test('ticket types are sold only by a code that is for that', () => {
  assert.deepEqual(ruleOf({ ...crew, purpose: 'discount' }, 'UTC'), { unit: 'order', percent: 10 });
  assert.deepEqual(ruleOf({ ...crew, purpose: 'hidden' }, 'UTC'), {
    ...{ unit: 'order', access: ['crew'], percent: 10 },
  });
});

test('an end in the hour that comes twice in October stays when something else is changed', () => {
  const rule = { unit: 'order', percent: 5, validTo: '2087-10-26T01:30:00Z' } as const;
  const form = { ...formOf(rule, 'Europe/Berlin'), discount: 7 };
  assert.equal(form.validTo, '2087-10-26T02:30');
  assert.equal(ruleOf(form, 'Europe/Berlin', rule).validTo, rule.validTo);
  assert.equal(ruleOf({ ...form, validTo: '' }, 'Europe/Berlin', rule).validTo, undefined);
});

test('a rule that is not changed stays as it is', () => {
  for (const rule of [
    { unit: 'order', access: ['crew'], presale: true, percent: 5, discounted: ['crew'] },
    { unit: 'ticket', access: ['crew'], amount: 3, uses: 7, label: 'Guests' },
    { unit: 'order', maxPerOrder: 30, validFrom: '2087-01-01T10:00:00Z' },
  ] as const) {
    const same = ruleOf(formOf(structuredClone(rule) as never, 'UTC'), 'UTC');
    assert.equal(
      Date.parse(same.validFrom ?? ''),
      Date.parse('validFrom' in rule ? rule.validFrom : ''),
    );
    const { validFrom: _, ...others } = same;
    const { validFrom: __, ...before } = { validFrom: undefined, ...rule };
    assert.deepEqual(others, before);
  }
});
