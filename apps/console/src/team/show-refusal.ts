import { ApiError } from '@onsale/api-client';
import type { UseFormReturnType } from '@mantine/form';
import { showErrors } from '../app/show-errors.ts';
import { notifyRefusal } from './notify-refusal.ts';
import { wordsOfRefusal } from './words-of-refusal.ts';

/** Shows that a secret was wrong at its field, and all else as `showErrors` does. */
export function showRefusal(
  form: Pick<UseFormReturnType<never>, 'setErrors' | 'getInputNode'>,
  error: unknown,
  field: string,
): void {
  if (!(error instanceof ApiError)) notifyRefusal(error);
  else if (error.code === 'WRONG_PASSWORD' || error.code === 'WRONG_CODE') {
    form.setErrors({ [field]: wordsOfRefusal(error) });
    form.getInputNode(field as never)?.focus();
  } else if (error.details.length > 0) showErrors(form, error);
  else notifyRefusal(error);
}
