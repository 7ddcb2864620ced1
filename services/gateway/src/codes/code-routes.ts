import { ApiError, ticketPurchase } from '@onsale/contracts';
import type { StoredCode } from '@onsale/ledger';
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
    requireUsable(code, Date.now());
    return showCode(code, event, catalogView.moment);
  });
}

// The order is judged again, by Redis' clock.
function requireUsable({ uses, used, fromMs = 0, toMs = Infinity }: StoredCode, nowMs: number) {
  if (nowMs < fromMs) throw refuseCode('early');
  if (nowMs >= toMs) throw refuseCode('over');
  if (uses !== undefined && used >= uses) throw refuseCode('used-up');
}
