import { must, Type } from '@onsale/contracts';
import { redisVariables, secret, serviceVariables } from '@onsale/service';
import type { Static } from 'typebox';
import { Url } from './rehearsal/config.ts';

/** The environment of the workload generator. */
export const GeneratorConfig = Type.Object({
  ...serviceVariables(9000),
  ...redisVariables,
  REDIS_HOST: Type.Optional(
    Type.String({
      description:
        'Host of Redis; without it, `REDIS_URL` or Sentinel, the generator is not in the fleet',
    }),
  ),
  TARGET_API: Type.String({
    default: 'http://127.0.0.1:5000',
    description: 'The shop under load; requests can’t choose another',
    pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
    ...must('must be an http:// or https:// address, for example http://gateway:5000'),
  }),
  TARGET_LINE_API: Type.Optional(
    Type.String({
      description:
        'Its waiting room, for [crowds](workload-generator.md#a-crowd-that-waits), where `TARGET_API` has none',
      pattern: '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$',
      ...must('must be an http:// or https:// address, for example http://waiting-room:5003'),
    }),
  ),
  TARGET_RPS: Type.Number({
    default: 100,
    minimum: 0,
    maximum: 1_000_000,
    description: 'Requests a second, unless a run says otherwise',
  }),
  MAX_RPS: Type.Number({
    default: 20_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Highest rate that a run may have',
  }),
  MAX_DURATION_S: Type.Integer({
    default: 3600,
    minimum: 1,
    maximum: 604_800,
    description: 'Seconds of the longest run',
  }),
  MAX_IN_FLIGHT: Type.Integer({
    default: 10_000,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Most requests in flight; those due beyond this are dropped',
  }),
  SHOP_URL: Url(
    'Door of the shop, where [rehearsals](rehearsal.md) are played',
    'http://localhost:8080',
  ),
  OFFICE_URL: Type.Optional(
    Type.String({
      description: 'The office, whose keys rehearsals use; without it, there are none',
      pattern: '^https?://[^\\s/?#@]+/?$',
      ...must('must be an http:// or https:// address without a path'),
    }),
  ),
  BANK_URL: Url('The bank for tests, whose books rehearsals count', 'http://localhost:5007'),
  BANK_TOKEN: Type.Optional(secret('Token of that bank; without it, money is left out')),
  RUNS_DIR: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'Folder for the reports of the last 200 runs and 50 rehearsals; without it, they end with the process',
    }),
  ),
});
export type GeneratorConfig = Readonly<Static<typeof GeneratorConfig>>;
