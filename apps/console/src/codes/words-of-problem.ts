import { ApiError, type ImportProblem } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { m } from '../app/texts.ts';

type Reason = ImportProblem['reason'];
type Words = (values: Record<string, string>) => string;

const count = (text = '') => formatCount(Number(text));

const WORDS: Record<Reason, Words> = {
  bad_code: () => m.codes_wrong_code(),
  does_nothing: () => m.codes_wrong_nothing(),
  no_tickets: () => m.codes_wrong_no_tickets(),
  ticket_twice: () => m.codes_wrong_ticket_twice(),
  unknown_ticket: ({ ticket = '' }) => m.codes_wrong_ticket({ ticket }),
  presale_alone: () => m.codes_wrong_presale(),
  bad_percent: () => m.codes_wrong_percent(),
  bad_amount: ({ currency = '' }) => m.codes_wrong_amount({ currency }),
  percent_and_amount: () => m.codes_wrong_both(),
  discounted_alone: () => m.codes_wrong_discounted(),
  bad_count: ({ most }) => m.codes_wrong_count({ most: count(most) }),
  bad_moment: () => m.codes_wrong_moment(),
  to_before_from: () => m.codes_wrong_to(),
  bad_label: () => m.codes_wrong_label(),
  long_label: ({ most }) => m.codes_wrong_long({ most: count(most) }),
  unit_stays: () => m.codes_wrong_unit_stays(),
  bad_unit: () => m.codes_wrong_unit(),
  bad_yes: () => m.codes_wrong_yes(),
  bad_number: () => m.codes_wrong_number(),
  open_quote: () => m.codes_wrong_quote(),
  many_cells: ({ cells, headings }) =>
    m.codes_wrong_cells({ cells: count(cells), headings: count(headings) }),
  line_twice: ({ line }) => m.codes_wrong_twice({ line: count(line) }),
  exists: () => m.codes_wrong_exists(),
  one_too_many: ({ most }) => m.codes_wrong_many({ most: count(most) }),
  event_archived: () => m.codes_wrong_archived(),
  changed_meanwhile: () => m.codes_wrong_meanwhile(),
  no_code_heading: () => m.codes_wrong_headings(),
  unknown_headings: ({ headings = '' }) => m.codes_wrong_heading({ headings }),
  heading_twice: () => m.codes_wrong_heading_twice(),
  many_lines: ({ most }) => m.codes_wrong_lines({ most: count(most) }),
};

/** What is wrong, as the rest of a sentence that begins with the place. */
export function wordsOfProblem({
  reason,
  values = {},
  message,
}: {
  reason?: string | undefined;
  values?: Record<string, string> | undefined;
  message: string;
}): string {
  // An office of tomorrow knows more.
  return WORDS[reason as Reason]?.(values) ?? message;
}

/** What is wrong in a line of a file. */
export function wordsOfLine(problems: readonly ImportProblem[]): string {
  return problems
    .map((each) => [each.column ?? '', wordsOfProblem(each)].filter(Boolean).join(' '))
    .join('; ');
}

/** An error of the office, as this page says it; what it knows nothing of stays as it is. */
export function inOurWords(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { status, code, retryAfterS } = error;
  const exist = () => {
    const codes = error.details.map(({ values }) => values?.['code'] ?? '').join(', ');
    return [{ path: 'codes', message: m.codes_exist({ codes }) }];
  };
  const details = code === 'CODE_EXISTS' ? exist() : error.details.map(withOurWords);
  const body = { error: SENTENCES[code]?.() ?? error.message, code, details };
  return new ApiError(status, body, retryAfterS);
}

const SENTENCES: Record<string, () => string> = {
  CODE_NOT_FOUND: () => m.codes_gone(),
  TOO_MANY_CODES: () => m.codes_full(),
  EVENT_ARCHIVED: () => m.codes_event_archived(),
  OVERLOADED: () => m.app_busy(),
};

function withOurWords(detail: ApiError['details'][number]): ApiError['details'][number] {
  const words = wordsOfProblem(detail);
  if (detail.path === 'csv') return { ...detail, message: m.codes_file_wrong({ problem: words }) };
  return { ...detail, message: words.charAt(0).toUpperCase() + words.slice(1) };
}

/** What the forms call a field of a request. */
export function fieldOfPath(path: string): string {
  const [first = '', second = ''] = path.split('.');
  if (first === 'codes') return 'code';
  if (first === 'random') return second;
  return FIELDS[second] ?? second;
}

const FIELDS: Record<string, string> = { '': 'purpose', percent: 'discount', amount: 'discount' };
