import type { ErrorDetail } from '@onsale/api-client';

/** What is wrong with each field, by its path, such as `stages[0].rps`. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The first sentence for each path; the paths are written as the fields of the form are named. */
export function fieldErrors(details: readonly ErrorDetail[]): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { path, message } of details) {
    const name = path.replace(/^body\.?/, '');
    errors[name] ??= message;
  }
  return errors;
}

/** Whether something is wrong at a path or below it. */
export function hasErrorBelow(errors: FieldErrors, ...paths: string[]): boolean {
  return Object.keys(errors).some((name) =>
    paths.some(
      (path) => name === path || name.startsWith(`${path}.`) || name.startsWith(`${path}[`),
    ),
  );
}

/** What no field of the form shows. */
export function errorsElsewhere(errors: FieldErrors, shown: readonly string[]): string[] {
  return Object.entries(errors)
    .filter(([name]) => !shown.some((path) => hasErrorBelow({ [name]: '' }, path)))
    .map(([name, message]) => `${name} ${message}`);
}
