import {
  dataVariables,
  httpVariables,
  lifecycleVariables,
  logVariables,
  redisVariables,
  shardVariables,
} from '@onsale/service-runtime';
import { type Static, Type } from 'typebox';

/** The environment of the gateway; docs/configuration.md has the same list. */
export const GatewayConfig = Type.Object({
  ...httpVariables(5000),
  ...logVariables,
  ...redisVariables,
  ...shardVariables,
  ...dataVariables,
  ...lifecycleVariables,
  CATALOG_FILE: Type.String({
    default: 'catalog.yaml',
    description: 'The catalog that is applied at start',
  }),
  MAX_QTY_PER_ORDER: Type.Integer({
    default: 10,
    minimum: 1,
    maximum: 1000,
    description: 'Most tickets in one order',
  }),
  PAYMENT_METHODS: Type.Optional(
    Type.String({ description: 'Accepted payment methods, separated by commas; default: any' }),
  ),
  MAX_BACKLOG: Type.Integer({
    default: 500_000,
    minimum: 1,
    maximum: 100_000_000,
    description: 'Orders of one shard that may wait; above it new ones get 503',
  }),
  WAIT_REPLICAS: Type.Integer({
    default: 0,
    minimum: 0,
    maximum: 10,
    description: 'Replicas of Redis that must have an order before the 201',
  }),
  REUSE_PORT: Type.Boolean({
    default: false,
    description: 'Whether several gateways of one machine share the port',
  }),
});
export type GatewayConfig = Readonly<Static<typeof GatewayConfig>>;
