import { request } from '@onsale/api-client';
import type { CheckInList, OtherMoment, Scan, ScanAnswer, SignedInDevice } from '@onsale/contracts';

// What a device asks the office, as the door of the console leads to it. All throw `ApiError` or `NetworkError`.

const BASE = '/api/v1';
/** A page of 5,000 orders, through a network that is shared by a crowd. */
const LIST_TIMEOUT_MS = 60_000;

export async function signInDevice(code: string, version: string): Promise<SignedInDevice> {
  return await request(`${BASE}/devices`, {
    ...{ method: 'POST', headers: JSON_CONTENT, body: JSON.stringify({ code, version }) },
  });
}

export async function signOutDevice(token: string): Promise<void> {
  await request(`${BASE}/devices/me`, { method: 'DELETE', headers: bearer(token) });
}

export async function getCheckInList(
  token: string,
  query: { cursor?: string; page?: string; waiting: number; version: string },
  signal: AbortSignal,
): Promise<CheckInList> {
  const text = new URLSearchParams({
    ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    ...(query.page === undefined ? {} : { page: query.page }),
    ...{ waiting: String(query.waiting), version: query.version, at: String(Date.now()) },
  });
  return await request(`${BASE}/check-in-list?${text.toString()}`, {
    ...{ headers: bearer(token), timeoutMs: LIST_TIMEOUT_MS, signal },
  });
}

export interface ScanResults {
  /** By the clock of the office: Unix time in ms. */
  now: number;
  results: {
    number: number;
    answer: ScanAnswer;
    conflict?: 'double' | 'dead';
    other?: OtherMoment;
  }[];
}

export async function postCheckIns(
  token: string,
  body: { sentAt: number; scans: Scan[] },
  timeoutMs: number,
): Promise<ScanResults> {
  return await request(`${BASE}/checkins`, {
    ...{ method: 'POST', headers: { ...JSON_CONTENT, ...bearer(token) } },
    ...{ body: JSON.stringify(body), timeoutMs },
  });
}

const JSON_CONTENT = { 'content-type': 'application/json' };

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
