import type { Readable } from 'node:stream';
import { ApiError, type ExportQuery, reportsOperations } from '@onsale/contracts';
import {
  type Records,
  type ReportFilter,
  scanOrdersOf,
  scanPaymentsOf,
  scanRefundsOf,
  scanSalesOf,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { ORDER_COLUMNS, PAYMENT_COLUMNS, REFUND_COLUMNS, SALES_COLUMNS } from './csv-columns.ts';
import { type CsvColumn, csvFile } from './csv-file.ts';
import { filterOf } from './report-filter.ts';

/** Each takes a connection to PostgreSQL as long as somebody downloads it. */
const MOST_AT_ONCE = 2;

/** Registers the routes that send CSV. */
export function registerExportRoutes(scope: HttpServer, parts: OfficeParts): void {
  let running = 0;
  const serve = <Row extends { currency: string }>(
    operation: (typeof reportsOperations)[keyof typeof EXPORTS],
    scan: (db: Records, filter: ReportFilter) => AsyncIterable<readonly Row[]>,
    columns: readonly CsvColumn<Row>[],
  ) => {
    route(scope, parts, operation, async ({ actor, query, request, reply }) => {
      const asked: ExportQuery = query;
      const filter = filterOf(actor, asked);
      if (running >= MOST_AT_ONCE) {
        throw new ApiError('OVERLOADED', 'other files are being made', { retryAfterS: 10 });
      }
      const action = operation.operationId;
      const { eventId } = asked;
      // Nothing changes, but who has taken all buyers with them should be known.
      const about = { action, eventId, subject: `file:${EXPORTS[action]}.csv` };
      await logChange(parts.records, { actor, request }, about, () =>
        Promise.resolve({ result: undefined }),
      );
      running += 1;
      const file: Readable = csvFile(scan(parts.records, filter), columns, asked);
      file.once('close', () => (running -= 1));
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${EXPORTS[action]}.csv"`);
      // Sent as it is made.
      return file as unknown as string;
    });
  };
  serve(reportsOperations.exportOrders, scanOrdersOf, ORDER_COLUMNS);
  serve(reportsOperations.exportSales, scanSalesOf, SALES_COLUMNS);
  serve(reportsOperations.exportPayments, scanPaymentsOf, PAYMENT_COLUMNS);
  serve(reportsOperations.exportRefunds, scanRefundsOf, REFUND_COLUMNS);
}

/** What the files are called. */
const EXPORTS = {
  exportOrders: 'orders',
  exportSales: 'sales',
  exportPayments: 'payments',
  exportRefunds: 'refunds',
} as const;
