import {
  codeProblem,
  type CodeProblem,
  type CodeReason,
  type CodeRule,
  OFFICE_CODE_LIMITS,
} from '@onsale/contracts';
import { normalizeCode } from '@onsale/ledger';
import { type CodeField, UNIT_WORDS } from './code-columns.ts';
import { isMoment } from './code-rule.ts';

/** What a line of a file says. */
export interface LineOfCode {
  code: string;
  rule: CodeRule;
  off: boolean;
}

/** What is wrong in a line, and in which column. */
export type LineProblem = CodeProblem & { field?: CodeField };

const YES = new Set(['yes', 'ja', 'true', 'wahr', '1', 'x']);
const NO = new Set(['', 'no', 'nein', 'false', 'falsch', '0']);
/** With a decimal point or comma, and nothing between thousands, where the two would be confused. */
const NUMBER = /^\d{1,15}(?:[.,]\d{1,6})?$/;

/** Reads the cells of a line, by field. Whether they fit together and to the event is not seen here. */
export function codeOfLine(cells: ReadonlyMap<CodeField, string>): {
  line: LineOfCode;
  problems: LineProblem[];
} {
  const problems: LineProblem[] = [];
  const wrong = (field: CodeField, reason: CodeReason, values?: Record<string, number>) =>
    void problems.push({ field, ...codeProblem(reason, values) });
  const text = (field: CodeField) => cells.get(field) ?? '';
  const is = (field: CodeField) => {
    const word = text(field).toLowerCase();
    if (!YES.has(word) && !NO.has(word)) wrong(field, 'bad_yes');
    return YES.has(word);
  };
  const number = (field: CodeField) => {
    const word = text(field);
    if (word === '') return undefined;
    if (!NUMBER.test(word)) {
      wrong(field, 'bad_number');
      return undefined;
    }
    return Number(word.replace(',', '.'));
  };
  const moment = (field: CodeField) => {
    const word = text(field);
    if (word === '') return undefined;
    if (!isMoment(word)) {
      wrong(field, 'bad_moment');
      return undefined;
    }
    return new Date(word).toISOString();
  };
  const ids = (field: CodeField) => {
    const words = text(field)
      .split(/[\s,;]+/)
      .filter(Boolean);
    return words.length === 0 ? undefined : words;
  };
  const most = OFFICE_CODE_LIMITS.label;
  if (text('label').length > most) wrong('label', 'long_label', { most });
  const unit = unitOf(text('unit'));
  if (unit === undefined) wrong('unit', 'bad_unit');
  const rule = {
    unit: unit ?? 'order',
    ...{ uses: number('uses'), access: ids('access'), presale: is('presale') || undefined },
    ...{ percent: number('percent'), amount: number('amount'), discounted: ids('discounted') },
    ...{ maxPerOrder: number('maxPerOrder'), validFrom: moment('validFrom') },
    ...{ validTo: moment('validTo'), label: text('label') || undefined },
  };
  const given = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
  const line = { code: normalizeCode(text('code')), rule: given as CodeRule, off: is('off') };
  return { line, problems };
}

function unitOf(text: string): CodeRule['unit'] | undefined {
  const word = text.toLowerCase();
  if (word === '') return 'order';
  return (['order', 'ticket'] as const).find((unit) =>
    Object.values(UNIT_WORDS).some((words) => words[unit].toLowerCase() === word),
  );
}
