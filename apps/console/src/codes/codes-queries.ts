import {
  type ChangeCodes,
  type CodeRule,
  type CodeState,
  type ImportCodes,
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

/** Imports some lines of a file, which can be as many as the office takes at once. */
export async function importCodes(eventId: string, body: ImportCodes) {
  return await officeApi.post('/v1/events/{eventId}/codes/import', { path: { eventId }, body });
}

/** The file of the codes that are looked for. */
export function codesFileUrl(eventId: string, filter: CodeFilter, language: string): string {
  const query = new URLSearchParams({ language, ...filter });
  return `/api/v1/events/${encodeURIComponent(eventId)}/codes.csv?${query.toString()}`;
}
