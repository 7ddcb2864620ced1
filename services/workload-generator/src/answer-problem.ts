import { ORDER_STATUSES } from '@onsale/contracts';
import { MAX_BODY } from '@onsale/load-client';
import type { Expected, LoadRequest } from './load-request.ts';

const CODE = /"code":\s*"([A-Z0-9_]{1,40})"/;
const ORDER_ID = '"orderId":"';
const ORDER_START = `{${ORDER_ID}`;

/** What of a request its answer is judged by. */
type Asked = Pick<LoadRequest, 'kind' | 'click'>;

/**
 * What is wrong with an answer, in a few words that don't depend on the order; undefined when it says
 * what it should. `body` is latin1. Almost all answers are recognized by searching for pieces of text,
 * because parsing each would cost the generator a tenth of its speed; only what isn't found is parsed.
 */
export function problemOf(
  { kind, click }: Asked,
  answer: { status: number; body: string },
): string | undefined {
  const { status, body } = answer;
  switch (kind) {
    case 'badRequests':
      if (status !== 400) return statusProblem(answer);
      return CODE.test(body) ? undefined : 'the refusal has no code';
    case 'readers':
      if (status !== 200) return statusProblem(answer);
      return hasTickets(body) ? undefined : 'the answer has no list of tickets';
    default:
      if (status === 201 || status === 200) return orderProblem(body, click?.expected);
      if (status !== 409 || !body.includes('"SOLD_OUT"')) return statusProblem(answer);
      return click?.orderId === undefined
        ? undefined
        : 'sold out, although the same request was accepted before';
  }
}

/** The id of the order that an answer names. */
export function orderIdOf(body: string): string | undefined {
  const start = body.indexOf(ORDER_ID);
  if (start !== -1) {
    const end = body.indexOf('"', start + ORDER_ID.length);
    const orderId = body.slice(start + ORDER_ID.length, end);
    if (end !== -1 && orderId !== '' && !orderId.includes('\\')) return orderId;
  }
  const orderId = parse(body)?.['orderId'];
  return typeof orderId === 'string' && orderId !== '' ? orderId : undefined;
}

function statusProblem({ status, body }: { status: number; body: string }): string {
  const code = CODE.exec(body)?.[1];
  return code === undefined ? `${status}` : `${status} ${code}`;
}

function orderProblem(body: string, expected: Expected | undefined): string | undefined {
  const isRight =
    body.startsWith(ORDER_START) &&
    body[ORDER_START.length] !== '"' &&
    body.endsWith('}') &&
    (body.includes('"status":"pending"') || body.includes('"status":"confirmed"')) &&
    (expected === undefined || (body.includes(expected.total) && body.includes(expected.currency)));
  if (isRight) return undefined;
  const order = parse(body);
  if (order === undefined) return 'the answer is not an order in JSON';
  if (orderIdOf(body) === undefined) return 'the order has no orderId';
  if (!isStatus(order['status'])) return 'the order has no known status';
  if (expected === undefined) return undefined;
  // No currency has a smaller unit than a thousandth.
  if (Math.abs(Number(order['grandTotal']) - expected.amount) < 0.0005) {
    return order['currency'] === expected.currencyCode ? undefined : 'the currency is another';
  }
  return 'the total is not the price of the tickets';
}

function hasTickets(body: string): boolean {
  if (body.startsWith('{"tickets":[')) return true;
  // Cut off, so it can't be parsed.
  if (body.length >= MAX_BODY) return body.includes('"tickets":');
  return Array.isArray(parse(body)?.['tickets']);
}

function isStatus(status: unknown): boolean {
  return (ORDER_STATUSES as readonly unknown[]).includes(status);
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}
