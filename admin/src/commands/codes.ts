import { randomBytes } from 'node:crypto';
import {
  codeFilter,
  codeOfRule,
  doTheSame,
  listCodes,
  makeCodes,
  randomCodes,
} from '@onsale/codes';
import type { CodeRule } from '@onsale/contracts';
import { MOST_CODES, normalizeCode, scanCodes } from '@onsale/ledger';
import {
  type EventOfCodes,
  FILTER_OPTIONS,
  filterOfOptions,
  findEvent,
} from '../codes/find-event.ts';
import { byOptions, RULE_OPTIONS, ruleOfOptions } from '../codes/rule-options.ts';
import { wordsOfRule } from '../codes/words-of-rule.ts';
import { type Command, type CommandCall, UsageError } from '../command.ts';
import { counted } from '../counted.ts';
import { table } from '../table.ts';

/** Most codes that can be named on a command line. */
export const MOST_NAMED = 5000;

/** Lists the codes of an event. */
export const codesListCommand: Command = {
  usage: 'codes list EVENT [--label LABEL] [--state STATE] [--search TEXT] [--json]',
  summary:
    'lists the codes of an event with what each does and how often it was used, the newest first',
  options: { ...FILTER_OPTIONS, json: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run(context, { words: [eventId = ''], options }) {
    const filter = filterOfOptions(options);
    const { ledger, of, view } = await findEvent(context, eventId);
    const query = { ...filter, limit: String(MOST_CODES) };
    const { items } = await listCodes(ledger, { of, view, query });
    if (options['json'] === true) {
      await context.write(`${JSON.stringify(items, null, 2)}\n`);
      return 0;
    }
    if (items.length === 0) {
      context.print(`Event ${eventId} has no such codes.`);
      return 0;
    }
    const rows = items.map(({ code, state, used, rule }) => [
      ...[code, state.replace('_', ' '), used, rule.uses?.toLocaleString('en') ?? 'any'],
      ...[rule.unit, rule.label ?? '', wordsOfRule(rule, view.event.currency)],
    ]);
    const head = ['code', 'state', 'used', 'of', 'each is an', 'label', 'does'];
    await context.write(`${table(head, rows)}\n`);
    return 0;
  },
};

/** Makes codes that all do the same. */
export const codesAddCommand: Command = {
  usage:
    'codes add EVENT CODE... | --random N --label LABEL [--prefix TEXT]\n' +
    '      [--percent N | --amount N] [--discounted TICKETS] [--access TICKETS [--presale]] [--max-per-order N]\n' +
    '      [--uses N] [--unit order|ticket] [--from TIME] [--to TIME] [--label LABEL]',
  summary:
    'makes these codes, all or none, or random ones until N with this label do this; prints what it has made',
  options: { ...RULE_OPTIONS, random: { type: 'string' }, prefix: { type: 'string' } },
  words: { least: 1, most: 1 + MOST_NAMED },
  async run(context, { words: [eventId = '', ...named], options }) {
    const rule = ruleOfOptions(options);
    const count = countOf(options, { named: named.length, rule });
    const found = await findEvent(context, eventId);
    const { ledger, event } = found;
    try {
      const names =
        count === undefined
          ? [...new Set(named.map(normalizeCode))]
          : await missingCodes(found, { rule, count, prefix: String(options['prefix'] ?? '') });
      const { made } = await makeCodes(ledger, event, { rule, names });
      if (count !== undefined) await context.write(names.map((name) => `${name}\n`).join(''));
      context.warn(summaryOf(made, count ?? names.length));
    } catch (error) {
      throw byOptions(error);
    }
    return 0;
  },
};

function summaryOf(made: number, asked: number): string {
  const there = asked - made;
  return `${counted(made, 'code')} made${there === 0 ? '' : `; ${there.toLocaleString('en')} existed`}`;
}

// How many random codes there are to be; undefined when codes are named.
function countOf(
  { random, prefix }: CommandCall['options'],
  { named, rule }: { named: number; rule: CodeRule },
): number | undefined {
  if ((random === undefined) !== named > 0) {
    throw new UsageError('name the codes, or use --random; not both');
  }
  if (random === undefined) {
    if (prefix === undefined) return undefined;
    throw new UsageError('--prefix is for --random');
  }
  const count = /^\d{1,6}$/.test(String(random)) ? Number(random) : 0;
  if (count === 0 || count > MOST_CODES) {
    throw new UsageError(`--random must be a whole number from 1 to ${MOST_CODES}`);
  }
  if (rule.label !== undefined) return count;
  throw new UsageError('--random needs --label: a second run makes only those that are missing');
}

// New names, as many as there are too few of with the label that do the same.
async function missingCodes(
  { ledger, event, of, view }: EventOfCodes,
  { rule, count, prefix }: { rule: CodeRule; count: number; prefix: string },
): Promise<string[]> {
  const { code: wanted } = codeOfRule(rule, event.document, { code: '', createdAtMs: 0 });
  const hasLabel = codeFilter({ label: rule.label ?? '' }, view.nowMs);
  let there = 0;
  for await (const page of scanCodes(ledger, of)) {
    there += page.filter(
      (code) => hasLabel(code) && doTheSame(code, wanted, event.document.currency),
    ).length;
  }
  if (there >= count) return [];
  const secret = randomBytes(32).toString('hex');
  return randomCodes({ count: count - there, prefix }, { secret, purpose: 'admin' });
}
