import { type ReportQuery, reportsOperations } from '@onsale/contracts';
import {
  readOpenDisputes,
  readPayments,
  readSales,
  readStuckRefunds,
  type ReportFilter,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { type Actor, eventsWith } from '../access/actor.ts';
import { requireRight } from '../access/authorize.ts';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { showPayments } from './show-payments.ts';
import { showSales } from './show-sales.ts';

/** Registers the routes of `reportsOperations`. */
export function registerReportsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  route(scope, parts, reportsOperations.getSalesReport, async ({ actor, query }) => {
    return showSales(await readSales(records, filterOf(actor, query)));
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
}

/** Which events and days a member asks for, of those that they may see. Throws `ApiError` 403. */
export function filterOf(actor: Actor, { eventId, from, to }: ReportQuery): ReportFilter {
  if (eventId !== undefined) {
    requireRight(actor, 'reports.read', eventId);
    return { eventIds: [eventId], from, to };
  }
  const events = eventsWith(actor, 'reports.read');
  return { eventIds: events === 'all' ? undefined : [...events], from, to };
}
