import type { Finding } from '@onsale/contracts';
import type { Evidence } from '../evidence.ts';
import { judgeAgreement } from './all-say-the-same.ts';
import { judgeStock } from './never-oversold.ts';
import { judgeIntruders } from './nobody-gets-in.ts';
import { judgeDoubles } from './nothing-doubled.ts';
import { judgeLosses } from './nothing-lost.ts';
import { judgeAnswers } from './nothing-silent.ts';

/** Judges the promises 1 to 6 by what was counted. */
export function judgePromises(evidence: Evidence): Finding[] {
  return [
    ...judgeStock(evidence),
    ...judgeLosses(evidence),
    ...judgeDoubles(evidence),
    ...judgeAnswers(evidence),
    ...judgeIntruders(evidence),
    ...judgeAgreement(evidence),
  ];
}
