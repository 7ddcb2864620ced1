import { officeApi, pollEvery } from '@onsale/api-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ReportsSearch } from './reports-search.ts';

const REPORT_MS = 30_000;

/** Of which event, or of all, and of which days. */
export interface ReportQuery extends ReportsSearch {
  eventId?: string;
}

/** What was sold. While another period is on its way, the last one stays. */
export function salesQuery(query: ReportQuery) {
  return queryOptions({
    queryKey: ['reports', 'sales', query],
    queryFn: ({ signal }) => officeApi.get('/v1/reports/sales', { query: { ...query }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(REPORT_MS),
  });
}

/** What was paid, refunded and disputed. */
export function paymentsQuery(query: ReportQuery) {
  return queryOptions({
    queryKey: ['reports', 'payments', query],
    queryFn: ({ signal }) => officeApi.get('/v1/reports/payments', { query: { ...query }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(REPORT_MS),
  });
}
