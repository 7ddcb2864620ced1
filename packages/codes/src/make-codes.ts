import {
  ApiError,
  codeProblem,
  type CodeRule,
  invalidRequest,
  type MadeCodes,
} from '@onsale/contracts';
import {
  type Code,
  type Ledger,
  readTheseCodes,
  type StoredEvent,
  writeCodes,
} from '@onsale/ledger';
import { codeOfRule, doTheSame } from './code-rule.ts';
import { refuseEvent } from './refused-codes.ts';

/** Problems that are named, of thousands. */
const MOST_NAMED = 20;

/**
 * Makes codes that all do the same: all of them, or none. Those that are there and do it already are left as they are.
 * Throws `ApiError`.
 */
export async function makeCodes(
  ledger: Ledger,
  event: StoredEvent,
  { rule, names }: { rule: CodeRule; names: readonly string[] },
): Promise<MadeCodes> {
  const { document, shard } = event;
  const of = { shard, eventId: document.id };
  const wanted = codesOf(rule, names, event);
  const there = await readTheseCodes(ledger, of, names);
  const taken = wanted.filter((code, i) => {
    const old = there[i];
    return old !== undefined && !doTheSame(old, code, document.currency);
  });
  if (taken.length > 0) throw codesExist(taken);
  const fresh = wanted.filter((_, i) => there[i] === undefined);
  const outcomes = await writeCodes(
    ledger,
    of,
    fresh.map((after) => ({ after })),
  );
  refuseEvent(outcomes, document.id);
  // Somebody else made them in the same moment.
  const lost = fresh.filter((_, i) => outcomes[i] === 'changed');
  if (lost.length > 0) throw codesExist(lost);
  return { codes: [...names], made: fresh.length };
}

// What is wrong with the rule is said once; each name may be wrong in itself.
function codesOf(rule: CodeRule, names: readonly string[], event: StoredEvent): Code[] {
  const createdAtMs = Date.now();
  return names.map((name) => {
    const { code, problems } = codeOfRule(rule, event.document, { code: name, createdAtMs });
    if (problems.length === 0) return code;
    throw invalidRequest(
      ...problems.map(({ path, ...problem }) => ({ path: placeOf(path, name), ...problem })),
    );
  });
}

function placeOf(path: string, name: string): string {
  if (path === 'code') return name;
  return path === '' ? 'rule' : `rule.${path}`;
}

function codesExist(codes: readonly Code[]): ApiError {
  const named = codes.slice(0, MOST_NAMED).map(({ code }) => code);
  const more = codes.length > named.length ? ` and ${codes.length - named.length} more` : '';
  return new ApiError('CODE_EXISTS', `${named.join(', ')}${more}: there is such a code already`, {
    details: named.map((code) => {
      const { reason } = codeProblem('exists');
      return {
        path: 'codes',
        message: `has ${code}, which exists already`,
        reason,
        values: { code },
      };
    }),
  });
}
