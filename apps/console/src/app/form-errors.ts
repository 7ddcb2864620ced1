import { ApiError } from '@onsale/api-client';

/**
 * What the office found wrong in a request, by the names of the form's fields: `tickets[0].price` is
 * `tickets.0.price`, and `fieldOf` says what the form calls that. Undefined when the error is not about fields:
 * then it belongs into `notifyFailure`.
 *
 *     const save = useMutation({
 *       mutationFn: …,
 *       onError: (error) => showErrors(form, error),
 *     });
 */
export function fieldErrors(
  error: unknown,
  fieldOf = (name: string) => name,
): Record<string, string> | undefined {
  if (!(error instanceof ApiError) || error.details.length === 0) return undefined;
  const errors: Record<string, string> = {};
  for (const { path, message } of error.details) {
    errors[fieldOf(path.replaceAll(/\[(\d+)\]/g, '.$1'))] ??= message;
  }
  return errors;
}
