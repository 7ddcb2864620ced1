import { type ExportQuery, reportsOperations } from '@onsale/contracts';
import { type CsvColumn, csvFile } from '@onsale/csv';
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
import type { OfficeParts } from '../app.ts';
import { ORDER_COLUMNS, PAYMENT_COLUMNS, REFUND_COLUMNS, SALES_COLUMNS } from './csv-columns.ts';
import { registerCheckInsExport } from './check-ins-export.ts';
import { filterOf } from './report-filter.ts';
import { fileSender } from './send-file.ts';

/** Registers the routes that send CSV. */
export function registerExportRoutes(scope: HttpServer, parts: OfficeParts): void {
  const send = fileSender(parts.records);
  const serve = <Row extends { currency: string }>(
    operation: (typeof reportsOperations)[keyof typeof EXPORTS],
    scan: (db: Records, filter: ReportFilter) => AsyncIterable<readonly Row[]>,
    columns: readonly CsvColumn<Row>[],
  ) => {
    route(scope, parts, operation, async (asked) => {
      const query: ExportQuery = asked.query;
      const filter = filterOf(asked.actor, query);
      const action = operation.operationId;
      return await send(asked, {
        ...{ action, name: EXPORTS[action], eventId: query.eventId },
        make: () => csvFile(scan(parts.records, filter), columns, query),
      });
    });
  };
  serve(reportsOperations.exportOrders, scanOrdersOf, ORDER_COLUMNS);
  serve(reportsOperations.exportSales, scanSalesOf, SALES_COLUMNS);
  serve(reportsOperations.exportPayments, scanPaymentsOf, PAYMENT_COLUMNS);
  serve(reportsOperations.exportRefunds, scanRefundsOf, REFUND_COLUMNS);
  registerCheckInsExport(scope, parts, send);
}

/** What the files are called. */
const EXPORTS = {
  exportOrders: 'orders',
  exportSales: 'sales',
  exportPayments: 'payments',
  exportRefunds: 'refunds',
} as const;
