import { Type } from '@onsale/contracts';
import { orderWayVariables, retentionVariables, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';

/** The environment of the order worker. */
export const WorkerConfig = Type.Object({
  ...serviceVariables(5001),
  ...orderWayVariables,
  ...retentionVariables,
  WORKER_BATCH: Type.Integer({
    default: 64,
    minimum: 1,
    maximum: 1000,
    description: 'Orders settled in one call; more is faster, but blocks Redis for longer',
  }),
  WORKER_CLAIM_IDLE_MS: Type.Integer({
    default: 10_000,
    minimum: 100,
    maximum: 3_600_000,
    description: 'When another worker claims an unsettled entry',
  }),
  WORKER_MAX_DELIVERIES: Type.Integer({
    default: 5,
    minimum: 1,
    maximum: 1000,
    description: 'Failed attempts, alone, after which an entry becomes a dead letter',
  }),
});
export type WorkerConfig = Readonly<Static<typeof WorkerConfig>>;
