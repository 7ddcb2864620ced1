import {
  ApiError,
  type ChangeCodes,
  type ChangedCodes,
  codeProblem,
  type CodeRule,
  type CodeStep,
  invalidRequest,
} from '@onsale/contracts';
import {
  type Code,
  type CodeChange,
  type CodesOf,
  type Ledger,
  readCode,
  readTheseCodes,
  scanCodes,
  type StoredCode,
  type StoredEvent,
  writeCodes,
} from '@onsale/ledger';
import { codeOfRule } from './code-rule.ts';
import { codeFilter } from './list-codes.ts';
import { refuseEvent } from './refused-codes.ts';

/** Somebody else changes the same code again and again. */
const MOST_TRIES = 5;

/** A code; throws `ApiError` 404 when there is none. */
export async function findCode(ledger: Ledger, of: CodesOf, typed: string): Promise<StoredCode> {
  const code = await readCode(ledger, of, typed);
  if (code === undefined) throw noCode(typed);
  return code;
}

/** Changes what one code does. Throws `ApiError`. */
export async function replaceCode(
  ledger: Ledger,
  event: StoredEvent,
  { typed, rule, off }: { typed: string; rule: CodeRule; off: boolean },
): Promise<{ before: StoredCode; after: StoredCode }> {
  const of = { shard: event.shard, eventId: event.document.id };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await findCode(ledger, of, typed);
    const offAtMs = off ? (before.offAtMs ?? Date.now()) : undefined;
    const beside = { code: before.code, createdAtMs: before.createdAtMs, offAtMs };
    const { code: after, problems } = codeOfRule(rule, event.document, beside);
    if (rule.unit !== before.unit) {
      problems.push({ path: 'unit', ...codeProblem('unit_stays', { unit: before.unit }) });
    }
    if (problems.length > 0) {
      throw invalidRequest(
        ...problems.map(({ path, ...problem }) => ({
          path: path === '' ? 'rule' : `rule.${path}`,
          ...problem,
        })),
      );
    }
    const outcomes = await writeCodes(ledger, of, [{ before: asStored(before), after }]);
    refuseEvent(outcomes, of.eventId);
    if (outcomes[0] === 'written') return { before, after: { ...after, used: before.used } };
  }
  throw new ApiError('OVERLOADED', 'somebody else is changing this code; try again', {
    retryAfterS: 1,
  });
}

/** Takes a step with these codes, or with all of a label. Those that took it before are not counted. */
export async function changeCodes(
  ledger: Ledger,
  of: CodesOf,
  asked: ChangeCodes,
): Promise<ChangedCodes> {
  const { step, codes, label } = asked;
  if ((codes === undefined) === (label === undefined)) {
    throw invalidRequest({ path: 'codes', message: 'must be given, or label must be; not both' });
  }
  const sum: ChangedCodes = { changed: 0, used: 0 };
  for await (const page of codesOf(ledger, of, asked)) {
    await changePage(ledger, of, { page, step, sum });
  }
  return sum;
}

async function changePage(
  ledger: Ledger,
  of: CodesOf,
  { page, step, sum }: { page: readonly StoredCode[]; step: CodeStep; sum: ChangedCodes },
): Promise<void> {
  const changes = page.flatMap((code) => changeOf(code, step));
  const outcomes = await writeCodes(ledger, of, changes);
  refuseEvent(outcomes, of.eventId);
  sum.changed += outcomes.filter((outcome) => outcome === 'written').length;
  sum.used += outcomes.filter((outcome) => outcome === 'used').length;
  // Somebody else has changed these since they were read.
  const names = changes.flatMap(({ before }, i) =>
    before !== undefined && outcomes[i] === 'changed' ? [before.code] : [],
  );
  if (names.length === 0) return;
  const again = (await readTheseCodes(ledger, of, names)).filter((code) => code !== undefined);
  await changePage(ledger, of, { page: again, step, sum });
}

async function* codesOf(
  ledger: Ledger,
  of: CodesOf,
  { codes, label = '' }: ChangeCodes,
): AsyncGenerator<StoredCode[]> {
  if (codes !== undefined) {
    const found = await readTheseCodes(ledger, of, codes);
    const missing = found.findIndex((code) => code === undefined);
    if (missing >= 0) throw noCode(codes[missing] ?? '');
    yield found.filter((code) => code !== undefined);
    return;
  }
  const isAsked = codeFilter({ label }, 0);
  for await (const page of scanCodes(ledger, of)) yield page.filter(isAsked);
}

function changeOf(stored: StoredCode, step: CodeStep): CodeChange[] {
  const before = asStored(stored);
  if (step === 'remove') return [{ before }];
  const { offAtMs, ...on } = before;
  if ((offAtMs !== undefined) === (step === 'switch_off')) return [];
  return [{ before, after: step === 'switch_on' ? on : { ...on, offAtMs: Date.now() } }];
}

/** A code as it is stored, without how often it was used. */
export function asStored({ used: _used, ...code }: StoredCode): Code {
  return code;
}

function noCode(typed: string): ApiError {
  return new ApiError('CODE_NOT_FOUND', `this event has no code ${typed}`);
}
