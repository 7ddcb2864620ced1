import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clustersOf, isRightToLeft, visualRuns } from '../../src/pdf/text/bidi.ts';

// As it stands on paper, from left to right; what is read from right to left in < >, in the order of reading.
function onPaper(text: string): string {
  const base = isRightToLeft(text) ? 'rtl' : 'ltr';
  return visualRuns(clustersOf(text), base)
    .map(({ clusters, isRightToLeft: isTurned }) => {
      return isTurned ? `<${clusters.join('')}>` : clusters.join('');
    })
    .join('|');
}

const CASES: [string, string][] = [
  ['Ada Lovelace', 'Ada Lovelace'],
  ['שרה כהן', '<שרה כהן>'],
  ['ליلى 25', '25|<ליلى >'],
  ['Ada שרה כהן Bea', 'Ada |<שרה כהן>| Bea'],
  ['שרה (Ada) כהן', '<) כהן>|Ada|<שרה (>'],
  ['Platz שרה 12', 'Platz |12|<שרה >'],
  ['שרה 1,50 €', '< €>|1,50|<שרה >'],
  ['שרה €1,50', '€1,50|<שרה >'],
];

for (const [text, expected] of CASES) {
  test(`${text} stands in the order in which it is read`, () => {
    assert.equal(onPaper(text), expected);
  });
}
