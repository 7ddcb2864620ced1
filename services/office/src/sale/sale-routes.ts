import { saleOperations } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { registerCancellationRoutes } from '../cancellation/cancellation-routes.ts';
import { openLiveSales } from './live-sales.ts';

/** Registers the routes of `saleOperations`. */
export function registerSaleRoutes(scope: HttpServer, parts: OfficeParts): void {
  const sales = openLiveSales(parts);
  // The server waits for open streams otherwise.
  scope.addHook('preClose', (done) => {
    sales.close();
    done();
  });
  route(scope, parts, saleOperations.readLiveSale, async ({ params }) => {
    return await sales.read(params.eventId);
  });
  const { followLiveSale } = saleOperations;
  route(scope, parts, followLiveSale, async ({ params, request, reply }) => {
    // HEAD would be held open like a stream and get nothing.
    if (request.method === 'GET') await sales.follow(params.eventId, request, reply);
    return '';
  });
  registerCancellationRoutes(scope, parts);
}
