import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Course, lead, type MadeUpFleet } from './made-up-fleet.ts';

interface Case {
  name: string;
  fleet: MadeUpFleet;
  options?: Parameters<typeof lead>[1];
  phases: string[];
  /** What one of its decisions must say. */
  says: RegExp;
  most: number;
}

// A process at its target does 0.6 times `rpsPerRequest`, less what it uses when idle.
const CASES: Case[] = [
  {
    name: 'a target that scales goes up and down again',
    fleet: { rpsPerRequest: 600 },
    phases: ['searching', 'climbing', 'holding', 'descending'],
    says: /^gateway went from 1 to 2 at 520\/s; climbing to 845\/s/,
    most: 3,
  },
  {
    name: 'a slow machine too, at its own rate',
    fleet: { rpsPerRequest: 60 },
    phases: ['searching', 'climbing', 'holding', 'descending'],
    says: /^gateway went from 1 to 2 at \d\d\/s/,
    most: 3,
  },
  {
    name: 'a cluster with two processes at least',
    fleet: { rpsPerRequest: 600, living: 2 },
    phases: ['searching', 'climbing', 'holding', 'descending'],
    says: /^gateway went from 2 to \d/,
    most: 5,
  },
  {
    name: 'an autoscaler that acts before the search is over',
    fleet: { rpsPerRequest: 600, scalesEveryS: 3, downAfterS: 60 },
    phases: ['searching', 'climbing', 'holding', 'descending'],
    says: /^gateway went from 1 to 2/,
    most: 3,
  },
  {
    name: 'processes that were slow only at first get more while they are held',
    fleet: { rpsPerRequest: 600, compiledAfterS: 48 },
    phases: ['searching', 'climbing', 'holding', 'descending'],
    says: /^gateway 3, order-worker 1 have room for more: up to 1,268\/s$/,
    most: 3,
  },
  {
    name: 'latency that breaks while CPU is low',
    fleet: { rpsPerRequest: 2000, breaksAt: 700 },
    phases: ['searching', 'descending'],
    says: /^Latency breaks above 6\d\d\/s while gateway uses 3\d % .*scaling by CPU cannot see that$/,
    most: 1,
  },
  {
    name: 'latency that breaks on the way up',
    fleet: { rpsPerRequest: 600, breaksAt: 700, most: 2 },
    phases: ['searching', 'climbing', 'holding', 'descending'],
    says: /^Latency broke at about 845\/s \(p99 3,000 ms\) while .*; going back to 592\/s$/,
    most: 2,
  },
  {
    name: 'no autoscaler',
    fleet: { rpsPerRequest: 600, scalesEveryS: 0 },
    phases: ['searching', 'climbing', 'descending'],
    says: /^For 45 s gateway uses 89 % .* no process was started: is an autoscaler running/,
    most: 1,
  },
  {
    name: 'a rate that is too little',
    fleet: { rpsPerRequest: 60_000 },
    options: { maxRps: 3000 },
    phases: ['searching', 'descending'],
    says: /^At 3,000\/s, the highest rate allowed, gateway uses \d % .* too little to make it scale$/,
    most: 1,
  },
  {
    name: 'a target that does not show its fleet',
    fleet: { rpsPerRequest: 1e6, tellsNothing: true, breaksAt: 900 },
    phases: ['searching', 'holding', 'descending'],
    says: /^Latency broke at about 1,378\/s .*; going back to 965\/s$/,
    most: 1,
  },
  {
    name: 'a rehearsal that is sold out',
    fleet: { rpsPerRequest: 600, soldOutAfterS: 20 },
    phases: ['searching', 'descending'],
    says: /sold out.*reset the rehearsal$/,
    most: 1,
  },
  {
    name: 'a surplus that stays for longer than the load',
    fleet: { rpsPerRequest: 600, downAfterS: 1000 },
    phases: ['searching', 'climbing', 'holding', 'descending'],
    says: /^845\/s held by gateway 3, order-worker 1$/,
    most: 3,
  },
];

for (const { name, fleet, options, phases, says, most } of CASES) {
  it(name, () => {
    const course = lead(fleet, options);
    assert.deepEqual(phasesOf(course), phases);
    const sentences = course.decisions.map(({ sentence }) => sentence);
    assert.ok(
      sentences.some((sentence) => says.test(sentence)),
      sentences.join('\n'),
    );
    assert.equal(Math.max(...course.living), most);
    const { maxRps = 5000 } = options ?? {};
    assert.ok(Math.max(...course.rates) <= maxRps);
    assert.ok((course.rates.at(-1) ?? 0) < 0.05 * Math.max(...course.rates), 'it ends in quiet');
  });
}

it('ends early when the surplus has gone, and otherwise with its time', () => {
  assert.ok(lead({ rpsPerRequest: 600 }).rates.length < 200);
  assert.equal(lead({ rpsPerRequest: 600, downAfterS: 1000 }).rates.length, 300);
});

it('does everything faster in less time', () => {
  const fast = { rpsPerRequest: 600, scalesEveryS: 3, downAfterS: 4, lateS: 1 };
  const course = lead(fast, { totalS: 60 });
  assert.deepEqual(phasesOf(course), ['searching', 'climbing', 'holding', 'descending']);
  assert.equal(course.living.at(-1), 1);
});

function phasesOf({ decisions }: Course): string[] {
  return decisions
    .map(({ phase }) => phase)
    .filter((phase, i, all) => phase !== all[i - 1]) satisfies string[];
}
