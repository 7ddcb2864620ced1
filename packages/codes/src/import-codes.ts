import {
  codeProblem,
  type CodeProblem,
  type ImportCodes,
  type ImportedCodes,
  type ImportProblem,
  invalidRequest,
  OFFICE_CODE_LIMITS,
} from '@onsale/contracts';
import { cellsOf, linesOf, separatorOf } from '@onsale/csv';
import {
  type Code,
  type CodeWriting,
  type Ledger,
  MOST_CODES,
  readTheseCodes,
  type StoredCode,
  type StoredEvent,
  writeCodes,
} from '@onsale/ledger';
import { asStored } from './change-codes.ts';
import { type CodeField, fieldOfHeading } from './code-columns.ts';
import { codeOfLine, type LineProblem } from './code-of-line.ts';
import { codeOfRule, doTheSame } from './code-rule.ts';
import { noEvent } from './refused-codes.ts';

/** A line that is right in itself. */
interface GoodLine {
  number: number;
  text: string;
  code: Code;
}

/**
 * Makes the codes of the lines of a file, and changes those that are there if `replace` says so. Each line is taken by
 * itself; what is wrong with the others is in `problems`. Throws `ApiError` when nothing of it can be read.
 */
export async function importCodes(
  ledger: Ledger,
  event: StoredEvent,
  { csv, firstLine = 2, replace = false }: ImportCodes,
): Promise<ImportedCodes> {
  const [headings = '', ...lines] = linesOf(csv);
  const columns = readHeadings(headings);
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length > OFFICE_CODE_LIMITS.lines) {
    const counts = { lines: filled.length, most: OFFICE_CODE_LIMITS.lines };
    throw invalidRequest({ path: 'csv', ...codeProblem('many_lines', counts) });
  }
  const result: ImportedCodes = { made: 0, changed: 0, unchanged: 0, problems: [] };
  const good: GoodLine[] = [];
  const seen = new Map<string, number>();
  for (const [i, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const number = firstLine + i;
    const { code, problems } = readLine(text, columns, event);
    const earlier = code === undefined ? undefined : seen.get(code.code);
    if (earlier !== undefined) {
      problems.push({ field: 'code', ...codeProblem('line_twice', { line: earlier }) });
    }
    if (code === undefined || problems.length > 0) {
      result.problems.push(...problems.map((each) => problemOf({ number, text }, each, columns)));
    } else {
      seen.set(code.code, number);
      good.push({ number, text, code });
    }
  }
  await writeLines(ledger, event, { good, replace, columns, result });
  result.problems.sort((a, b) => a.line - b.line);
  return result;
}

interface Columns {
  separator: string;
  headings: string[];
  fields: (CodeField | 'ignored')[];
}

function readHeadings(line: string): Columns {
  const separator = separatorOf(line);
  const headings = cellsOf(line, separator) ?? [];
  const fields = headings.map(fieldOfHeading);
  const strange = headings.filter((_, i) => fields[i] === undefined);
  const known = fields.filter((field) => field !== undefined && field !== 'ignored');
  if (!known.includes('code')) {
    throw invalidRequest({ path: 'csv', ...codeProblem('no_code_heading') });
  }
  // Of a column that nobody knows, nobody knows what is lost with it.
  if (strange.length > 0) {
    const names = strange.map((heading) => JSON.stringify(heading)).join(', ');
    throw invalidRequest({ path: 'csv', ...codeProblem('unknown_headings', { headings: names }) });
  }
  if (new Set(known).size < known.length) {
    throw invalidRequest({ path: 'csv', ...codeProblem('heading_twice') });
  }
  return { separator, headings, fields: fields.map((field) => field ?? 'ignored') };
}

function readLine(
  text: string,
  { separator, fields }: Columns,
  event: StoredEvent,
): { code?: Code; problems: LineProblem[] } {
  const cells = cellsOf(text, separator);
  if (cells === undefined) return { problems: [codeProblem('open_quote')] };
  if (cells.slice(fields.length).some((cell) => cell !== '')) {
    const counts = { cells: cells.length, headings: fields.length };
    return { problems: [codeProblem('many_cells', counts)] };
  }
  const byField = new Map<CodeField, string>();
  for (const [i, field] of fields.entries()) {
    if (field !== 'ignored') byField.set(field, cells[i] ?? '');
  }
  const { line, problems } = codeOfLine(byField);
  const nowMs = Date.now();
  const beside = { code: line.code, createdAtMs: nowMs, offAtMs: line.off ? nowMs : undefined };
  const read = codeOfRule(line.rule, event.document, beside);
  // A cell that can't be read is not missing.
  const isKnown = (field: string) => problems.some((problem) => problem.field === field);
  for (const { path, ...problem } of read.problems) {
    if (path === '' && problems.length > 0) continue;
    if (isKnown(path)) continue;
    problems.push({ ...(path === '' ? {} : { field: path as CodeField }), ...problem });
  }
  return { code: read.code, problems };
}

async function writeLines(
  ledger: Ledger,
  event: StoredEvent,
  how: { good: GoodLine[]; replace: boolean; columns: Columns; result: ImportedCodes },
): Promise<void> {
  const { good, replace, columns, result } = how;
  const of = { shard: event.shard, eventId: event.document.id };
  const refuse = (line: GoodLine, problem: LineProblem) =>
    result.problems.push(problemOf(line, problem, columns));
  const there = await readTheseCodes(
    ledger,
    of,
    good.map(({ code }) => code.code),
  );
  const writes: { line: GoodLine; before?: Code; after: Code }[] = [];
  for (const [i, line] of good.entries()) {
    const old = there[i];
    if (old === undefined) writes.push({ line, after: line.code });
    else if (doTheSame(old, line.code, event.document.currency)) result.unchanged += 1;
    else if (!replace) refuse(line, { field: 'code', ...codeProblem('exists') });
    else if (old.unit !== line.code.unit) {
      refuse(line, { field: 'unit', ...codeProblem('unit_stays', { unit: old.unit }) });
    } else writes.push({ line, before: asStored(old), after: changed(old, line.code) });
  }
  const outcomes = await writeCodes(ledger, of, writes);
  for (const [i, { line, before }] of writes.entries()) {
    const outcome = outcomes[i];
    if (outcome !== 'written') refuse(line, { field: 'code', ...whyNot(outcome, of.eventId) });
    else if (before === undefined) result.made += 1;
    else result.changed += 1;
  }
}

// When it was made and switched off stays as it is.
function changed(old: StoredCode, code: Code): Code {
  const { offAtMs, ...rest } = code;
  const off = offAtMs === undefined ? {} : { offAtMs: old.offAtMs ?? offAtMs };
  return { ...rest, createdAtMs: old.createdAtMs, ...off };
}

function whyNot(outcome: CodeWriting | undefined, eventId: string): CodeProblem {
  if (outcome === 'missing') throw noEvent(eventId);
  if (outcome === 'full') return codeProblem('one_too_many', { most: MOST_CODES });
  return codeProblem(outcome === 'archived' ? 'event_archived' : 'changed_meanwhile');
}

function problemOf(
  { number, text }: Pick<GoodLine, 'number' | 'text'>,
  { field, ...problem }: LineProblem,
  { headings, fields }: Columns,
): ImportProblem {
  const column = field === undefined ? undefined : headings[fields.indexOf(field)];
  return { line: number, ...(column === undefined ? {} : { column }), ...problem, text };
}
