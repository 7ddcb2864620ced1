import type { CodeLabel, CodeListQuery, OfficeCodeList } from '@onsale/contracts';
import { type CodesOf, type Ledger, scanCodes, type StoredCode } from '@onsale/ledger';
import { type CodeView, showCode, stateOfCode } from './code-rule.ts';

const DEFAULT_LIMIT = 50;

/** A page of the codes of an event. */
export async function listCodes(
  ledger: Ledger,
  { of, view, query }: { of: CodesOf; view: CodeView; query: CodeListQuery },
): Promise<OfficeCodeList> {
  const labels = new Map<string, CodeLabel>();
  const found: StoredCode[] = [];
  const isAsked = codeFilter(query, view.nowMs);
  for await (const codes of scanCodes(ledger, of)) {
    for (const code of codes) {
      countLabel(labels, code);
      if (isAsked(code)) found.push(code);
    }
  }
  found.sort(newestFirst);
  const limit = Number(query.limit ?? DEFAULT_LIMIT);
  const start = query.cursor === undefined ? 0 : startAfter(found, query.cursor);
  const page = found.slice(start, start + limit);
  const last = page.at(-1);
  return {
    items: page.map((code) => showCode(code, view)),
    ...(last === undefined || start + limit >= found.length ? {} : { nextCursor: cursorOf(last) }),
    total: found.length,
    labels: [...labels.values()].sort((a, b) => (a.label < b.label ? -1 : 1)),
  };
}

/** Which codes somebody asks for. */
export function codeFilter(
  { q, label, state }: Pick<CodeListQuery, 'q' | 'label' | 'state'>,
  nowMs: number,
): (code: StoredCode) => boolean {
  const text = q?.trim().toLowerCase() ?? '';
  return (code) => {
    if (label !== undefined && (code.label ?? '') !== label.trim()) return false;
    if (state !== undefined && stateOfCode(code, nowMs) !== state) return false;
    if (text === '') return true;
    return [code.code, code.label ?? ''].some((each) => each.toLowerCase().includes(text));
  };
}

function countLabel(labels: Map<string, CodeLabel>, code: StoredCode): void {
  const { label = '', used, uses } = code;
  const known = labels.get(label);
  if (known === undefined) {
    labels.set(label, { label, codes: 1, used, ...(uses === undefined ? {} : { uses }) });
    return;
  }
  known.codes += 1;
  known.used += used;
  if (uses === undefined) delete known.uses;
  else if (known.uses !== undefined) known.uses += uses;
}

// Codes that were made together are in the order of the alphabet.
function newestFirst(a: StoredCode, b: StoredCode): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  return a.code < b.code ? -1 : 1;
}

function cursorOf({ createdAtMs, code }: StoredCode): string {
  return `${createdAtMs}.${code}`;
}

// What was made since the page before stands before it, and moves nothing.
function startAfter(sorted: readonly StoredCode[], cursor: string): number {
  const [ms = '', code = ''] = cursor.split('.');
  const last = { createdAtMs: Number(ms), code } as StoredCode;
  const start = sorted.findIndex((each) => newestFirst(each, last) > 0 && each.code !== code);
  return start < 0 ? sorted.length : start;
}
