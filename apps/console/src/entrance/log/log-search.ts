import type { LoggedScan } from '@onsale/api-client';

/** What the log is filtered by; it is in the address of the page. */
export interface LogSearch {
  deviceId?: string;
  entranceId?: string;
  answer?: LoggedScan['answer'];
  /** As its code names it. */
  ticket?: string;
}

export const ANSWERS = [
  ...(['welcome', 'already_in', 'not_valid', 'not_yet', 'undecided'] as const),
] as const satisfies LoggedScan['answer'][];

/** Reads it from an address, which somebody may have typed. */
export function readLogSearch(search: Record<string, unknown>): LogSearch {
  const { deviceId, entranceId, answer, ticket } = search;
  return {
    ...(typeof deviceId === 'string' ? { deviceId } : {}),
    ...(typeof entranceId === 'string' ? { entranceId } : {}),
    ...(ANSWERS.includes(answer as LoggedScan['answer'])
      ? { answer: answer as LoggedScan['answer'] }
      : {}),
    ...(typeof ticket === 'string' && /^[0-9A-Z]{20}$/.test(ticket) ? { ticket } : {}),
  };
}

/** The same with some of it changed; `undefined` takes a filter away. */
export function withFilter(
  search: LogSearch,
  changed: { [Name in keyof LogSearch]?: LogSearch[Name] | undefined },
): LogSearch {
  const entries = Object.entries({ ...search, ...changed });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
