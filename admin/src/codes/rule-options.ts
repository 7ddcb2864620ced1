import { type CodeField, codeOfLine } from '@onsale/codes';
import { ApiError, type CodeRule } from '@onsale/contracts';
import { type CommandCall, UsageError } from '../command.ts';

/** The options that say what a code does, and the column of a file of codes that each stands for. */
const COLUMNS: Readonly<Record<string, CodeField>> = {
  ...{ percent: 'percent', amount: 'amount', discounted: 'discounted', access: 'access' },
  ...{ presale: 'presale', 'max-per-order': 'maxPerOrder', uses: 'uses', unit: 'unit' },
  ...{ from: 'validFrom', to: 'validTo', label: 'label' },
};

/** The same for the command line. */
export const RULE_OPTIONS = Object.fromEntries(
  Object.keys(COLUMNS).map((name) => [
    name,
    { type: name === 'presale' ? 'boolean' : 'string' } as const,
  ]),
);

/** The rule that options describe, read as a line of a file is. Throws `UsageError`. */
export function ruleOfOptions(options: CommandCall['options']): CodeRule {
  const cells = new Map<CodeField, string>();
  for (const [name, field] of Object.entries(COLUMNS)) {
    const value = options[name];
    if (value !== undefined) cells.set(field, value === true ? 'yes' : String(value));
  }
  const { line, problems } = codeOfLine(cells);
  if (problems.length === 0) return line.rule;
  throw new UsageError(
    problems.map(({ field = 'code', message }) => `${optionOf(field)} ${message}`).join('\n'),
  );
}

/** Whatever is wrong with a rule, by the options that say it; any other error as it is. */
export function byOptions(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.code !== 'INVALID_REQUEST') return error;
  const lines = error.details.map(({ path, message }) => {
    if (path === 'rule') return `each code ${message}`;
    return `${path.startsWith('rule.') ? optionOf(path.slice('rule.'.length)) : path} ${message}`;
  });
  return new UsageError(lines.join('\n'));
}

function optionOf(field: string): string {
  const name = Object.keys(COLUMNS).find((each) => COLUMNS[each] === field);
  return name === undefined ? field : `--${name}`;
}
