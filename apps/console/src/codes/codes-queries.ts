import {
  type ChangeCodes,
  type CodeRule,
  type CodeState,
  type MakeCodes,
  officeApi,
  type OfficeCode,
} from '@onsale/api-client';
import { keepPreviousData } from '@tanstack/react-query';
import { pagedQuery } from '../app/paged-query.ts';

/** All that is known of codes; to be asked anew after any change. */
export const CODES_KEY = ['codes'] as const;

/** Uses show while one looks. */
const USES_MS = 5000;

/** Which codes are looked for. */
export interface CodeFilter {
  q?: string;
  state?: CodeState;
}

/** The codes of an event, those that were made last first, page after page. */
export function codesQuery(eventId: string, filter: CodeFilter) {
  return pagedQuery({
    queryKey: [...CODES_KEY, eventId, filter],
    readPage: (page, signal) =>
      officeApi.get('/v1/events/{eventId}/codes', {
        path: { eventId },
        query: { ...filter, ...page },
        signal,
      }),
    pollMs: USES_MS,
    placeholderData: keepPreviousData,
  });
}

/** `key`: the same for a request that is repeated. */
export async function makeCodes(eventId: string, body: MakeCodes, key: string) {
  const headers = { 'idempotency-key': key };
  return await officeApi.post('/v1/events/{eventId}/codes', { path: { eventId }, headers, body });
}

/** Changes what a code does; whether it is switched off stays as it is by now. */
export async function replaceCode(
  eventId: string,
  { code, rule }: { code: string; rule: CodeRule },
): Promise<OfficeCode> {
  const path = { eventId, code };
  const { offAt } = await officeApi.get('/v1/events/{eventId}/codes/{code}', { path });
  const body = { off: offAt !== undefined, rule };
  return await officeApi.put('/v1/events/{eventId}/codes/{code}', { path, body });
}

export async function changeCodes(eventId: string, body: ChangeCodes) {
  return await officeApi.post('/v1/events/{eventId}/codes/changes', { path: { eventId }, body });
}

/** Lines of a file in a request: the office takes 2,000. */
const LINES = 1500;

/** What has become of the lines of a file. */
export interface ImportReport {
  made: number;
  changed: number;
  unchanged: number;
  problems: { line: number; message: string; text: string }[];
}

/** Imports a file, in parts where it is long; `onProgress` is told how many of its lines are done. */
export async function importCodes(
  eventId: string,
  file: { text: string; replace: boolean },
  onProgress: (done: number, of: number) => void,
): Promise<ImportReport> {
  const [head = '', ...lines] = file.text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const report: ImportReport = { made: 0, changed: 0, unchanged: 0, problems: [] };
  for (let start = 0; start < Math.max(1, lines.length); start += LINES) {
    const csv = [head, ...lines.slice(start, start + LINES)].join('\n');
    const body = { csv, firstLine: start + 2, replace: file.replace };
    const path = { eventId };
    const part = await officeApi.post('/v1/events/{eventId}/codes/import', { path, body });
    report.made += part.made;
    report.changed += part.changed;
    report.unchanged += part.unchanged;
    report.problems.push(...part.problems);
    onProgress(Math.min(lines.length, start + LINES), lines.length);
  }
  return report;
}
