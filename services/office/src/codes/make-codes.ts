import { ApiError, codeProblem, type MadeCodes, type MakeCodes } from '@onsale/contracts';
import {
  type Code,
  type Ledger,
  normalizeCode,
  readTheseCodes,
  type StoredEvent,
  writeCodes,
} from '@onsale/ledger';
import { invalidRequest } from '../access/invalid-request.ts';
import { codeOfRule, doTheSame, type RuleProblem } from './code-rule.ts';
import { randomCodes } from './random-codes.ts';
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
  { body, secret, purpose }: { body: MakeCodes; secret: string; purpose: string },
): Promise<MadeCodes> {
  const { document, shard } = event;
  const of = { shard, eventId: document.id };
  const names = namesOf(body, { secret, purpose });
  const wanted = codesOf(body, names, event);
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
  return { codes: names, made: fresh.length };
}

function namesOf({ codes, random }: MakeCodes, how: { secret: string; purpose: string }): string[] {
  if ((codes === undefined) === (random === undefined)) {
    throw invalidRequest({ path: 'codes', message: 'must be given, or random must be; not both' });
  }
  if (random !== undefined) return randomCodes(random, how);
  return [...new Set((codes ?? []).map(normalizeCode))];
}

function codesOf({ rule }: MakeCodes, names: readonly string[], event: StoredEvent): Code[] {
  const createdAtMs = Date.now();
  const [first] = names.map((code) => codeOfRule(rule, event.document, { code, createdAtMs }));
  if (first !== undefined && first.problems.length > 0) {
    const inRule = ({ path, ...problem }: RuleProblem) => {
      return { path: path === '' ? 'rule' : `rule.${path}`, ...problem };
    };
    throw invalidRequest(...first.problems.map(inRule));
  }
  return names.map((code) => codeOfRule(rule, event.document, { code, createdAtMs }).code);
}

function codesExist(codes: readonly Code[]): ApiError {
  const named = codes.slice(0, MOST_NAMED).map(({ code }) => code);
  const more = codes.length > named.length ? ` and ${codes.length - named.length} more` : '';
  return new ApiError('CODE_EXISTS', `${named.join(', ')}${more}: there is such a code already`, {
    details: named.map((code) => {
      const { reason } = codeProblem('exists');
      return { path: 'codes', message: `has ${code}, which exists`, reason, values: { code } };
    }),
  });
}
