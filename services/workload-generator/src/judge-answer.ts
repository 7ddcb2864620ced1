import { orderIdOf, problemOf } from './answer-problem.ts';
import type { LoadRequest } from './load-request.ts';
import type { Tally } from './tally.ts';

/** Counts a response. Returns the order's id if the order is to be followed. */
export function judgeAnswer(
  tally: Tally,
  request: LoadRequest,
  answer: { status: number; body: string },
): string | undefined {
  const { kind } = request;
  const { status, body } = answer;
  tally.answered(status);
  const problem = problemOf(request, answer) ?? compare(tally, request, answer);
  if (problem !== undefined) tally.unexpected(kind, problem, { status, body: inUtf8(body) });
  else {
    tally.succeeded(kind);
    if (status === 409) countSoldOut(tally, request);
  }
  if (status !== 201 || kind !== 'orders') return undefined;
  // What has no id is no order, whatever its status.
  if (problem === undefined || orderIdOf(body) !== undefined) tally.accepted++;
  return request.followed ? orderIdOf(body) : undefined;
}

function countSoldOut(tally: Tally, { kind }: LoadRequest): void {
  tally.endpoints[kind].soldOut++;
  if (kind === 'orders') tally.soldOut++;
}

// Both clicks of a purchase must get the same order, whichever is answered first.
function compare(
  tally: Tally,
  { click, compared }: LoadRequest,
  { status, body }: { status: number; body: string },
): string | undefined {
  if (click === undefined || !compared || status >= 300) return undefined;
  const orderId = orderIdOf(body);
  if (orderId === undefined) return undefined;
  if (click.orderId === undefined) {
    click.orderId = orderId;
    return undefined;
  }
  tally.duplicatesChecked++;
  if (click.orderId === orderId) return undefined;
  tally.duplicated++;
  return 'another order than the same request got before';
}

function inUtf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
