import type { Click, LoadRequest, RequestKind } from './load-request.ts';
import type { Tally } from './tally.ts';

/** Counts a response. Returns the order's id if the order is to be followed. */
export function judgeAnswer(
  tally: Tally,
  request: LoadRequest,
  { status, body }: { status: number; body: string },
): string | undefined {
  tally.answered(status);
  if (isExpected(request.kind, status, body)) tally.success++;
  else tally.unexpected(status, body);
  if (request.click === undefined) return undefined;
  if (status === 409 && request.kind === 'orders' && isSoldOut(body)) tally.soldOut++;
  if (status !== 201) return undefined;
  if (request.kind === 'orders') tally.accepted++;
  if (body === '') return undefined;
  const orderId = orderIdOf(body);
  if (orderId === undefined) return undefined;
  compare(tally, request.click, orderId);
  return request.followed ? orderId : undefined;
}

function isExpected(kind: RequestKind, status: number, body: string): boolean {
  if (kind === 'badRequests') return status === 400;
  if (kind === 'readers') return status === 200;
  return status === 201 || status === 200 || (status === 409 && isSoldOut(body));
}

// The code of the error, wherever it stands in the body.
function isSoldOut(body: string): boolean {
  return body.includes('"SOLD_OUT"');
}

function orderIdOf(body: string): string | undefined {
  try {
    const { orderId } = JSON.parse(body) as { orderId?: unknown };
    return typeof orderId === 'string' ? orderId : undefined;
  } catch {
    // A 201 from something that isn't a shop: it was counted, and there is nothing to follow.
    return undefined;
  }
}

function compare(tally: Tally, click: Click, orderId: string): void {
  if (click.orderId === undefined) {
    click.orderId = orderId;
    return;
  }
  tally.duplicatesChecked++;
  if (click.orderId !== orderId) tally.duplicated++;
}
