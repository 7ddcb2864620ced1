import type { UseFormReturnType } from '@mantine/form';
import { fieldErrors } from './form-errors.ts';
import { notifyFailure } from './notify.tsx';

/** Shows why a form was not taken: at its fields, where the office names them, else as a notification. */
export function showErrors(
  form: Pick<UseFormReturnType<never>, 'setErrors' | 'getInputNode'>,
  error: unknown,
  fieldOf?: (name: string) => string,
): void {
  const errors = fieldErrors(error, fieldOf);
  if (errors === undefined) {
    notifyFailure(error);
    return;
  }
  form.setErrors(errors);
  const [first] = Object.keys(errors);
  const input = first === undefined ? null : form.getInputNode(first as never);
  input?.focus();
  // What no field of this form can show must not be lost.
  if (input === null) notifyFailure(error);
}
