/**
 * What can be wrong with a code, or with a line of a file of them: sentences that begin with the place, with `{…}` for
 * what the case itself says. Pages have the same in other languages, by the name before each.
 */
export const CODE_PROBLEMS = {
  bad_code: 'must be a code of 3 to 32 letters, digits and hyphens',
  does_nothing: 'does nothing: it needs access, a percent, an amount or maxPerOrder',
  no_tickets: 'must name at least one ticket type, or be missing',
  ticket_twice: 'must name each ticket type once',
  unknown_ticket: '{ticket} is not a ticket type of this event',
  presale_alone: 'needs the ticket types that can be ordered before their sale, as access',
  bad_percent: 'must be above 0 and at most 100, with up to three digits after the point',
  bad_amount: 'must be above 0, with no more digits than {currency} has',
  percent_and_amount: 'must be missing if there is a percent',
  discounted_alone: 'needs a percent or an amount',
  bad_count: 'must be a whole number from 1 to {most}',
  bad_moment: 'must be a time with a UTC offset, such as 2027-06-18T16:00:00+02:00',
  to_before_from: 'must be after validFrom',
  bad_label: '{problem}',
  long_label: 'has more than {most} characters',
  unit_stays: 'must stay {unit}; make another code',
  bad_unit: 'must be order or ticket; empty is order',
  bad_yes: 'must be yes, no or empty',
  bad_number: 'must be a number such as 12 or 12.5, without signs',
  open_quote: 'has a quotation mark that is not closed',
  many_cells: 'has {cells} cells, but there are {headings} headings',
  line_twice: 'is in line {line} too',
  exists: 'exists, and does something else',
  one_too_many: 'is one too many: an event can have {most}',
  event_archived: 'is not made, because the event was archived',
  changed_meanwhile: 'was changed by somebody else at the same moment',
  no_code_heading: 'must begin with headings, of which one is Code',
  unknown_headings: 'has unknown headings: {headings}',
  heading_twice: 'has the same heading twice',
  many_lines: 'has {lines} lines; send at most {most} at once',
} as const;
export type CodeReason = keyof typeof CODE_PROBLEMS;

/** What is wrong, for people and for pages. */
export interface CodeProblem {
  message: string;
  reason: CodeReason;
  values?: Record<string, string>;
}

export function codeProblem(
  reason: CodeReason,
  values: Record<string, string | number> = {},
): CodeProblem {
  const texts = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  );
  const message = CODE_PROBLEMS[reason].replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => texts[name] ?? '',
  );
  return { message, reason, ...(Object.keys(texts).length === 0 ? {} : { values: texts }) };
}
