import { ApiError } from '@onsale/api-client';

/**
 * What the office found wrong in a request, by the names of the form's fields: `tickets[0].price` is
 * `tickets.0.price`. `under` is where the form's values are in the request, such as `event`. Undefined when
 * the error is not about fields: then it belongs into `notifyFailure`.
 *
 *     const save = useMutation({
 *       mutationFn: …,
 *       onError: (error) => showErrors(form, error),
 *     });
 */
export function fieldErrors(error: unknown, under?: string): Record<string, string> | undefined {
  if (!(error instanceof ApiError) || error.details.length === 0) return undefined;
  const start = under === undefined ? '' : `${under}.`;
  const errors: Record<string, string> = {};
  for (const { path, message } of error.details) {
    const name = path.replaceAll(/\[(\d+)\]/g, '.$1');
    errors[name.startsWith(start) ? name.slice(start.length) : name] ??= message;
  }
  return errors;
}
