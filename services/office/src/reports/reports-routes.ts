import { reportsOperations } from '@onsale/contracts';
import { given } from '@onsale/ledger';
import { readOpenDisputes, readPayments, readSales, readStuckRefunds } from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { registerExportRoutes } from './export-routes.ts';
import { readRecordedUntil } from '../sale/recorded-until.ts';
import { filterOf } from './report-filter.ts';
import { showPayments } from './show-payments.ts';
import { showSales } from './show-sales.ts';

/** Registers the routes of `reportsOperations`. */
export function registerReportsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  route(scope, parts, reportsOperations.getSalesReport, async ({ actor, query }) => {
    const filter = filterOf(actor, query);
    // Before the sums, so that they have everything until then.
    const recordedUntil = await readRecordedUntil(parts);
    return {
      ...showSales(await readSales(records, filter)),
      ...given({ recordedUntil: recordedUntil?.toISOString() }),
    };
  });
  route(scope, parts, reportsOperations.getPaymentsReport, async ({ actor, query }) => {
    const filter = filterOf(actor, query);
    const [sums, refunds, disputes] = await Promise.all([
      readPayments(records, filter),
      readStuckRefunds(records, filter.eventIds),
      readOpenDisputes(records, filter.eventIds),
    ]);
    return showPayments(sums, refunds, disputes);
  });
  registerExportRoutes(scope, parts);
}
