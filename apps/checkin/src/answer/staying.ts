import type { ShownAnswer } from '../scans/checkin-session.ts';

const WELCOME_MS = 2_000;
/** With something to read: a note, or others who may come in. */
const TO_READ_MS = 5_000;
/** So long a refusal can be talked about; it comes back by a tap. */
const REFUSED_MS = 12_000;

/**
 * How long an answer stays (ms). The next scan takes its place at any time, whatever is shown; undefined where a
 * person has to decide.
 */
export function stayOf({ answer, isIn, isUndone, conflict }: ShownAnswer): number | undefined {
  if (conflict !== undefined) return undefined;
  if (isUndone) return WELCOME_MS;
  if (isIn) {
    const { others = [], ticket } = answer;
    return others.length > 0 || ticket?.note !== undefined ? TO_READ_MS : WELCOME_MS;
  }
  return answer.mayLetIn ? undefined : REFUSED_MS;
}
