import type { Static } from 'typebox';
import type { Operation } from '../operation.ts';
import { ErrorBody } from '../schema.ts';
import { Type } from '../type.ts';

export const ArchivedOrder = Type.Object({
  orderId: Type.String(),
  record: Type.String({ description: 'As it was in Redis: see docs/data-model.md' }),
  payment: Type.Optional(
    Type.String({ description: 'The record of its payment, if it had one, as it stands' }),
  ),
  archivedAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'When it was taken out of Redis' }),
  ),
});
export type ArchivedOrder = Static<typeof ArchivedOrder>;

/** What the sale side may ask of the office, with the token OFFICE_TOKEN. The door passes none of it on. */
export const archivedOrders = {
  getArchivedOrder: {
    operationId: 'getArchivedOrder',
    method: 'GET',
    url: '/archive/orders/:orderId',
    summary: 'An order that has left Redis',
    description:
      'For the gateway and payments alone, with the bearer token OFFICE_TOKEN: orders that are recorded, ' +
      'whether they are still in Redis or not.',
    schema: {
      params: Type.Object({ orderId: Type.String() }),
      response: { 200: ArchivedOrder, 401: ErrorBody, 404: ErrorBody, 503: ErrorBody },
    },
  },
} as const satisfies Record<string, Operation>;
