import { orderIdOf, problemOf } from './answer-problem.ts';
import type { Click, LoadRequest } from './load-request.ts';
import type { Tally } from './tally.ts';

/** Counts a response. Returns the order's id if the order is to be followed. */
export function judgeAnswer(
  tally: Tally,
  request: LoadRequest,
  answer: { status: number; body: string },
): string | undefined {
  const { kind, click } = request;
  const { status, body } = answer;
  tally.answered(status);
  const problem = problemOf(request, answer);
  const orderId = click === undefined || status >= 300 ? undefined : orderIdOf(body);
  const isAnother = orderId !== undefined && click !== undefined && compare(tally, click, orderId);
  if (problem !== undefined) tally.unexpected(kind, problem, { status, body: inUtf8(body) });
  else if (isAnother) {
    tally.unexpected(kind, 'another order than the same request got before', answer);
  } else {
    tally.succeeded(kind);
    if (status === 409) countSoldOut(tally, request);
  }
  if (status !== 201 || kind !== 'orders') return undefined;
  if (orderId !== undefined) tally.accepted++;
  return request.followed ? orderId : undefined;
}

function countSoldOut(tally: Tally, { kind }: LoadRequest): void {
  tally.endpoints[kind].soldOut++;
  if (kind === 'orders') tally.soldOut++;
}

// Whether this is another order than the first for the same purchase.
function compare(tally: Tally, click: Click, orderId: string): boolean {
  if (click.orderId === undefined) {
    click.orderId = orderId;
    return false;
  }
  tally.duplicatesChecked++;
  if (click.orderId === orderId) return false;
  tally.duplicated++;
  return true;
}

function inUtf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
