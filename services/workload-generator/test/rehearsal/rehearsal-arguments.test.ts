import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../src/option-values.ts';
import { readRehearsalArguments } from '../../src/rehearsal/rehearsal-arguments.ts';

test('reads a crowd in plain words', () => {
  const { plan } = readRehearsalArguments(
    '--people 30000 --within 2m --phones 70% --bots 5% --tickets 9000 --seed 7'.split(' '),
  );
  assert.deepEqual(plan, {
    ...{ people: 30_000, withinS: 120, phones: 0.7, bots: 0.05, tickets: 9000, seed: 7 },
    ...{ abandons: 0.05, devices: 4, kills: false },
  });
});

test('sells a fifth as many tickets as people come, and makes up a seed', () => {
  const { plan } = readRehearsalArguments(['--people', '1001']);
  assert.equal(plan.tickets, 201);
  assert.ok(Number.isSafeInteger(plan.seed));
});

const wrong: [string, RegExp][] = [
  ['--people 0', /--people/],
  ['--people many', /--people must be a number/],
  ['--phones 170%', /--phones must be a share from 0 to 1/],
  ['--bots some', /--bots must be a share such as 70% or 0.7/],
  ['--within soon', /--within must be a time/],
  ['--tickets 1.5', /--tickets/],
  ['--colour red', /colour/],
  ['--kill --url http://localhost:8080', /a separate site/],
  ['--start --event noon', /a separate site/],
  ['--log --out report', /--log writes no files/],
];

for (const [text, message] of wrong) {
  test(`refuses ${text}`, () => {
    assert.throws(
      () => readRehearsalArguments(text.split(' ')),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
}

test('starts a site of its own where something is to be killed', () => {
  assert.equal(readRehearsalArguments(['--kill']).start, true);
  assert.equal(readRehearsalArguments([]).start, false);
});
