import { m } from '../paraglide/messages.js';
import type { FieldProblem } from './buyer-form.ts';

/** What to tell of a field that is wrong; undefined when it is not. */
export function problemWords(
  field: 'name' | 'email' | 'answer',
  problem: FieldProblem | undefined,
): string | undefined {
  switch (problem) {
    case undefined:
      return undefined;
    case 'missing':
      return {
        name: m.checkout_name_missing,
        email: m.checkout_email_missing,
        answer: m.problem_missing,
      }[field]();
    case 'too-long':
      return m.problem_too_long();
    case 'hidden':
      return m.problem_hidden();
    case 'not-an-address':
      return m.checkout_email_wrong();
    default:
      problem satisfies 'refused';
      return m.problem_refused();
  }
}
