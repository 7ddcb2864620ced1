import type { ShownAnswer } from '../scans/checkin-session.ts';

const WELCOME_MS = 2_000;
/** With a note, that is looked at on the guest. */
const NOTED_MS = 5_000;
/** With others who may come in: so long it takes to count who is there. */
const OTHERS_MS = 10_000;
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
    if (others.length > 0) return OTHERS_MS;
    return ticket?.note === undefined ? WELCOME_MS : NOTED_MS;
  }
  return answer.mayLetIn ? undefined : REFUSED_MS;
}
