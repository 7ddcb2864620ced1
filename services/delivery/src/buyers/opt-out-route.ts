import { ApiError, delivery } from '@onsale/contracts';
import { optOut, readBuyerSecret } from '@onsale/records';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { DeliveryParts } from '../app.ts';
import { duringOutages } from '../during-outages.ts';
import type { LimitClient } from './limit.ts';

/** `List-Unsubscribe=One-Click`, as a form of either kind. */
const BODY_LIMIT_BYTES = 1024;

/**
 * Registers the route by which whoever gets messages gets no more of them. Mail programs ask for it with a form that
 * says nothing (RFC 8058), so its body is not looked at: the token is enough, wherever the request comes from.
 */
export function registerOptOutRoute(
  scope: HttpServer,
  { records }: Pick<DeliveryParts, 'records'>,
  limitClient: LimitClient,
): void {
  const { url, schema } = delivery.optOut;
  void scope.register((own, _options, done) => {
    own.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, _body, parsed) => parsed(null),
    );
    const config = { acceptsForms: true };
    withSchemaTypes(own).post(url, { schema, config }, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const isOurs = await duringOutages(async () => {
        await limitClient(request, 'opt-outs-of-client');
        return await optOut(records, await readBuyerSecret(records), request.params.token);
      });
      if (!isOurs) throw new ApiError('OPT_OUT_NOT_FOUND', 'this link is not one of ours');
      return {
        message: 'You will get no more messages. You will still get mails about your orders.',
      };
    });
    done();
  });
}
