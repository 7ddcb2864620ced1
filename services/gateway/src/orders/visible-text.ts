import { ApiError, type CreateOrderRequest, textProblem } from '@onsale/contracts';

/**
 * Throws `ApiError` 400 for a text that displays as nothing or contains invisible characters: what
 * people read on a receipt must be what was written.
 */
export function requireVisible({ customer, paymentMethod, answers }: CreateOrderRequest): void {
  require('customer.name', customer.name);
  require('customer.email', customer.email);
  require('paymentMethod', paymentMethod);
  if (answers === undefined) return;
  for (const [i, { answer }] of answers.entries()) require(`answers[${i}].answer`, answer);
}

function require(path: string, text: string): void {
  const message = textProblem(text);
  if (message === undefined) return;
  throw new ApiError('INVALID_REQUEST', `${path} ${message}`, { details: [{ path, message }] });
}
