import { ApiError, ticketPurchase } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Sale } from '../sale.ts';
import { findCode } from './find-code.ts';
import { refuseCode } from './refuse-code.ts';
import { showCode } from './show-code.ts';

/** `GET /events/:eventId/codes/:code`. */
export function registerCodeRoutes(app: HttpServer, sale: () => Sale): void {
  const { url, schema } = ticketPurchase.getCode;
  withSchemaTypes(app).get(url, { schema }, async (request, reply) => {
    const { catalogView, ledger, codeLimit } = sale();
    const { eventId, code: typed } = request.params;
    void reply.header('cache-control', 'no-store');
    const event = catalogView.event(eventId);
    if (event === undefined) throw new ApiError('EVENT_NOT_FOUND', 'this event does not exist');
    const { shard } = event;
    const code = await findCode({ ledger, codeLimit, ip: request.ip }, { shard, eventId }, typed);
    if (code === undefined) {
      throw new ApiError('CODE_NOT_FOUND', 'this event has no such code');
    }
    const { uses, used } = code;
    if (uses !== undefined && used >= uses) throw refuseCode('used-up');
    return showCode(code, event, catalogView.moment);
  });
}
