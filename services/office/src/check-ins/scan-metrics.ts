import { ANSWER_KINDS, type AnswerKind } from '@onsale/contracts';
import { Counter, type Registry } from '@onsale/service';

/** Counts scans as they come in: by what was answered, and whether we have answered or the device alone. */
export function createScanMetrics(
  registry: Registry,
): (scan: { answer: AnswerKind; isOffline: boolean }) => void {
  const scans = new Counter({
    name: 'onsale_entrance_scans_total',
    help: 'Scans by answer, and by who decided: office or device',
    labelNames: ['answer', 'by'],
    registers: [registry],
  });
  // Rates need a first value.
  for (const answer of ANSWER_KINDS) {
    for (const by of ['office', 'device']) scans.inc({ answer, by }, 0);
  }
  return ({ answer, isOffline }) => scans.inc({ answer, by: isOffline ? 'device' : 'office' });
}
