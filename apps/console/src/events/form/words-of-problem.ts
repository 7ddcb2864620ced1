import { m } from '../../app/texts.ts';
import type { Problem, Problems } from './check-form.ts';

const WORDS: Record<Problem, () => string> = {
  required: () => m.app_required(),
  number: () => m.events_problem_number(),
  amount: () => m.events_problem_amount(),
  whole: () => m.events_problem_whole(),
  negative: () => m.events_problem_negative(),
  zone: () => m.events_problem_zone(),
  end_before_start: () => m.events_problem_end(),
  doors_after_start: () => m.events_problem_doors(),
  names_after_end: () => m.events_problem_names(),
  sale_ends_first: () => m.events_problem_sale_to(),
  sale_after_end: () => m.events_problem_sale_from(),
  least_above_most: () => m.events_problem_least(),
  fee_above_price: () => m.events_problem_fee(),
  id_form: () => m.events_problem_id(),
  id_taken: () => m.events_problem_taken(),
  pool_unused: () => m.events_problem_pool(),
  no_tickets: () => m.events_problem_no_tickets(),
  below_one: () => m.events_problem_below_one(),
  turn_minutes: () => m.events_problem_turn_minutes(),
  line_after_sale: () => m.events_problem_line_from(),
  lobby_after_opening: () => m.events_problem_lobby(),
};

/** What to say at each field. */
export function wordsOfProblems(problems: Problems): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).map(([path, problem]) => [path, WORDS[problem]()]),
  );
}
