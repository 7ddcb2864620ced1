import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Evidence, judgePromises } from '../../src/index.ts';
import { bankSum, evidenceOf, placed } from '../evidence-of.ts';

test('a sale in which all went well holds every promise', () => {
  const findings = judgePromises(evidenceOf());
  assert.deepEqual(
    findings.filter(({ is }) => is !== 'held'),
    [],
  );
  assert.deepEqual([...new Set(findings.map(({ promise }) => promise))], [1, 2, 3, 4, 5, 6]);
});

test('what nobody could look at is left out, and never held', () => {
  const findings = judgePromises(
    evidenceOf({
      ...{ bank: undefined, office: undefined, tickets: undefined },
      ...{ mails: undefined, entrance: undefined },
    }),
  );
  assert.equal(findings.filter(({ is }) => is === 'left out').length, 11);
  assert.equal(findings.filter(({ is }) => is === 'broken').length, 0);
});

const well = evidenceOf();
const breaks: { what: string; promise: number; differences: Partial<Evidence>; found: RegExp }[] = [
  {
    ...{ what: 'a ticket is sold twice', promise: 1, found: /2 tickets are sold, and there are 1/ },
    differences: { capacity: 1 },
  },
  {
    ...{ what: 'the books did not add up for a moment', promise: 1, found: /1 \+ 1 \+ 2 is not 3/ },
    differences: {
      books: [{ capacity: 3, remaining: 1, held: 1, sold: 2 }, ...well.books.slice(1)],
    },
  },
  {
    ...{ what: 'a book was below zero', promise: 1, found: /-1 \+ 2 \+ 2 is not 3/ },
    differences: {
      books: [{ capacity: 3, remaining: -1, held: 2, sold: 2 }, ...well.books.slice(1)],
    },
  },
  {
    ...{ what: 'the books say more than was sold', promise: 1, found: /books say 3 sold/ },
    differences: { books: [{ capacity: 3, remaining: 0, held: 0, sold: 3 }] },
  },
  {
    ...{ what: 'an order is lost', promise: 2, found: /c is missing/ },
    differences: { shop: new Map([...well.shop].filter(([id]) => id !== 'c')) },
  },
  {
    ...{ what: 'an order waits for ever', promise: 2, found: /c is pending/ },
    differences: { shop: new Map([...well.shop, ['c', { status: 'pending', totalMinor: 2500 }]]) },
  },
  {
    ...{ what: 'somebody has paid for nothing', promise: 2, found: /c has no tickets, and/ },
    differences: { bank: [bankSum('a'), bankSum('b'), bankSum('c')] },
  },
  {
    ...{ what: 'somebody has tickets without paying', promise: 2, found: /b has tickets unpaid/ },
    differences: { bank: [bankSum('a')] },
  },
  {
    ...{ what: 'money never arrives', promise: 2, found: /money of a is still on its way/ },
    differences: { bank: [bankSum('a', { openMinor: 1 }), bankSum('b')] },
  },
  {
    ...{ what: 'a ticket was never issued', promise: 2, found: /b has 0 of 1 tickets/ },
    differences: { tickets: new Map([...(well.tickets ?? [])].filter(([id]) => id !== 'b')) },
  },
  {
    ...{ what: 'a ticket is not signed', promise: 2, found: /a ticket of b is not signed/ },
    differences: {
      tickets: new Map([...(well.tickets ?? []), ['b', [{ code: 'CODEB', isSigned: false }]]]),
    },
  },
  {
    ...{ what: 'a mail is missing', promise: 2, found: /b@example.com has 0 of 1 mails/ },
    differences: { mails: new Map([['a@example.com', 1]]) },
  },
  {
    ...{ what: 'a repeated request became another order', promise: 3, found: /b became d/ },
    differences: { placed: [placed('a'), placed('b', { repeats: ['d'] }), placed('c')] },
  },
  {
    ...{ what: 'two purchases share an order', promise: 3, found: /1 purchases share an order/ },
    differences: { placed: [placed('a'), placed('b'), placed('b'), placed('c')] },
  },
  {
    ...{ what: 'somebody is charged twice', promise: 3, found: /a was charged 5000 of 2500/ },
    differences: { bank: [bankSum('a', { payments: 2, paidMinor: 5000 }), bankSum('b')] },
  },
  {
    ...{ what: 'a mail came twice', promise: 3, found: /a@example.com has 2 mails for 1/ },
    differences: { mails: new Map([...(well.mails ?? []), ['a@example.com', 2]]) },
  },
  {
    ...{
      what: 'somebody without tickets has a mail with some',
      promise: 3,
      found: /2? ?mails for 0/,
    },
    differences: { mails: new Map([...(well.mails ?? []), ['c@example.com', 1]]) },
  },
  {
    ...{ what: 'two tickets have one code', promise: 3, found: /1 codes are there twice/ },
    differences: {
      tickets: new Map([...(well.tickets ?? []), ['b', [{ code: 'CODEA', isSigned: true }]]]),
    },
  },
  {
    ...{ what: 'a ticket let in two', promise: 3, found: /CODEA… let in 2/ },
    differences: {
      entrance: {
        scans: [
          { code: 'CODEA', admitted: true, kind: 'first' },
          { code: 'CODEA', admitted: true, kind: 'again' },
          { code: 'CODEB', admitted: true, kind: 'first' },
        ],
        inside: 2,
      },
    },
  },
  {
    ...{ what: 'the shop answered with an error', promise: 4, found: /2 × order 500/ },
    differences: { answers: new Map([['order 500', 2]]) },
  },
  {
    ...{ what: 'the door turned buyers away', promise: 4, found: /3 × bank 403/ },
    differences: { answers: new Map([['bank 403', 3]]) },
  },
  {
    ...{ what: 'somebody got no answer', promise: 4, found: /4 got none/ },
    differences: { people: { triedToCheat: 0, stolen: 0, unanswered: 4, stranded: 0 } },
  },
  {
    ...{ what: 'somebody never heard anything', promise: 4, found: /2 people never heard/ },
    differences: { people: { triedToCheat: 0, stolen: 0, unanswered: 0, stranded: 2 } },
  },
  {
    ...{ what: 'a wrong request was taken', promise: 4, found: /201 instead of 400/ },
    differences: {
      probes: [{ what: 'it', wanted: '400', got: '201', isRight: false, promise: 4 }],
    },
  },
  {
    ...{ what: 'another price was charged than shown', promise: 4, found: /shown at 2000 and/ },
    differences: { placed: [placed('a', { totalMinor: 2000 }), placed('b'), placed('c')] },
  },
  {
    ...{ what: 'a bot got an order', promise: 5, found: /1 orders were taken from cheats/ },
    differences: { people: { triedToCheat: 3, stolen: 1, unanswered: 0, stranded: 0 } },
  },
  {
    ...{ what: 'a forged ticket let somebody in', promise: 5, found: /1 forged tickets/ },
    differences: {
      entrance: {
        scans: [...(well.entrance?.scans ?? []), { code: 'CODEY', admitted: true, kind: 'forged' }],
        inside: 3,
      },
    },
  },
  {
    ...{ what: 'anybody reads the orders', promise: 5, found: /the orders: 200/ },
    differences: {
      probes: [{ what: 'the orders', wanted: '401', got: '200', isRight: false, promise: 5 }],
    },
  },
  {
    ...{ what: 'an order was not recorded', promise: 6, found: /a is not recorded/ },
    differences: { office: new Map([...(well.office ?? [])].filter(([id]) => id !== 'a')) },
  },
  {
    ...{ what: 'the office has an order that nobody placed', promise: 6, found: /ordered x/ },
    differences: {
      office: new Map([
        ...(well.office ?? []),
        ['x', { status: 'expired', tickets: 1, totalMinor: 2500 }],
      ]),
    },
  },
  {
    ...{ what: 'bank and office disagree', promise: 6, found: /5000 sold, 5001 at the bank/ },
    differences: { bank: [bankSum('a', { paidMinor: 2501 }), bankSum('b')] },
  },
  {
    ...{ what: 'a scan did not reach the office', promise: 6, found: /1 by the office, 2 by/ },
    differences: { entrance: { scans: well.entrance?.scans ?? [], inside: 1 } },
  },
];

for (const { what, promise, differences, found } of breaks) {
  test(`promise ${promise} is broken when ${what}`, () => {
    const broken = judgePromises(evidenceOf(differences)).filter(({ is }) => is === 'broken');
    assert.ok(
      broken.some((finding) => finding.promise === promise && found.test(finding.found)),
      JSON.stringify(broken),
    );
  });
}
